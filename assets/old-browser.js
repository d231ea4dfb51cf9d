// Loaded only by browsers that are too old for modules, and so for the app.
document.getElementById("app").style.display = "none";
document.getElementById("cannot-start").removeAttribute("hidden");
