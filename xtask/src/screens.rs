//! `cargo xtask screens`: pictures of every screen, made small, with a page that lists them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::app::{self, Effort};
use crate::tools::{apt, axe, browsers, geckodriver, readers};
use crate::{cargo, process, workspace};

/// Where the pictures go, from the root of the project.
const FOLDER: &str = "docs/screens";
/// Packages beside the browsers, and a program that each brings.
const PACKAGES: [(&str, &str); 1] = [("pngquant", "pngquant")];
/// Screens have few colours; so many keep letters and charts as they are.
const COLOURS: &str = "24";
/// The most that all of them may weigh, in bytes.
const HEAVIEST: u64 = 12_000_000;

/// Whose screens they are, as their files' names begin, and what the list calls them.
const PEOPLE: [(&str, &str); 7] = [
    ("participant", "The participant"),
    ("supervisor", "The supervisor"),
    ("leader", "The project leader"),
    ("analyst", "The association's analyst"),
    ("board", "The board"),
    ("administrator", "The member's administrator"),
    ("staff", "The staff's ways in"),
];
const REPORTS: (&str, &str) = ("report", "Reports on paper");

/// Takes pictures of every screen of both programs into `docs/screens`.
#[derive(clap::Args)]
pub(crate) struct Screens;

impl Screens {
    /// Replaces the pictures, and the list.
    pub(crate) fn run(&self) -> Result<()> {
        browsers::ensure()?;
        readers::ensure_poppler()?;
        apt::ensure_programs(&PACKAGES).context("pngquant makes the pictures small")?;
        app::bundle(Effort::Fast)?;
        process::run(&mut cargo::build_server(), "building the server")?;
        let folder = workspace::root().join(FOLDER);
        empty(&folder)?;
        take()?;
        make_small(&folder)?;
        list(&folder)
    }
}

/// Takes the pictures away that were there, whatever they were called.
fn empty(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    for picture in pictures(folder)? {
        fs::remove_file(folder.join(picture))?;
    }
    Ok(())
}

fn take() -> Result<()> {
    let mut walk = cargo::on_host("test");
    walk.args(["--quiet", "--test", "browser", "--", "--exact", "screens::the_screens_can_be_pictured"])
        .env("STEGVIS_BIN", workspace::server())
        .env("STEGVIS_APP", workspace::app_folder())
        .env("STEGVIS_AXE", axe::ensure()?)
        .env("STEGVIS_GECKODRIVER", geckodriver::ensure()?)
        .env("STEGVIS_TEST_DATABASE", "sqlite")
        .env("STEGVIS_SCREENS", FOLDER);
    process::run(&mut walk, "walking through every screen")
}

fn make_small(folder: &Path) -> Result<()> {
    let mut small = Command::new("pngquant");
    small.args(["--force", "--ext", ".png", "--strip", "--nofs", "--speed", "8", COLOURS]);
    small.args(pictures(folder)?.iter().map(|name| folder.join(name)));
    process::run(&mut small, "making the pictures small")?;
    let sizes =
        pictures(folder)?.iter().map(|name| Ok(fs::metadata(folder.join(name))?.len())).collect::<Result<Vec<_>>>()?;
    let sum: u64 = sizes.iter().sum();
    println!("{} pictures, {:.1} MB", sizes.len(), sum as f64 / 1e6);
    ensure!(sum <= HEAVIEST, "the pictures weigh {sum} bytes, which is more than {HEAVIEST}: leave some out");
    Ok(())
}

/// The names of the pictures, in order.
fn pictures(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".png") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Writes the page that lists the pictures, a row a screen.
fn list(folder: &Path) -> Result<()> {
    let names = pictures(folder)?;
    let mut page = String::from(
        "# Screens\n\nEvery screen of both programs, over the demonstration's invented people. `cargo xtask screens` takes \
         the pictures anew and writes this\npage.\n",
    );
    for (person, title) in PEOPLE.iter().chain([&REPORTS]) {
        let own: Vec<&str> =
            names.iter().filter(|name| name.starts_with(&format!("{person}-"))).map(String::as_str).collect();
        if !own.is_empty() {
            write!(page, "\n## {title}\n\n| screen | light | more |\n|---|---|---|\n")?;
            rows(person, &own).into_iter().for_each(|row| page.push_str(&row));
        }
    }
    fs::write(folder.join("README.md"), page).context("could not write the list")
}

/// A row for each screen: a picture of it, and links to the others.
fn rows(person: &str, names: &[&str]) -> Vec<String> {
    let mut screens: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for name in names {
        if let Some((screen, form)) = split(name) {
            screens.entry(screen).or_default().push((form, name));
        }
    }
    // Participants have phones; staff sit at desks.
    let where_first =
        if person == "participant" { ["phone-light", "desk-light"] } else { ["desk-light", "phone-light"] };
    let row = |(screen, forms): (&str, Vec<(&str, &str)>)| {
        let said = screen.trim_start_matches(person).trim_start_matches('-').replace('-', " ");
        let shown =
            where_first.iter().find_map(|wanted| forms.iter().find(|(form, _)| form == wanted).map(|(_, name)| *name));
        let shown = shown.or_else(|| forms.first().map(|(_, name)| *name)).unwrap_or_default();
        let others: Vec<String> =
            forms.iter().map(|(form, name)| format!("[{}]({name})", form.replace('-', " "))).collect();
        format!("| {said} | <img src=\"{shown}\" alt=\"{said}\" width=\"240\"> | {} |\n", others.join(", "))
    };
    screens.into_iter().map(row).collect()
}

/// What a picture shows, and how: `leader-dashboard-desk-dark.png` is `leader-dashboard`, `desk-dark`.
fn split(name: &str) -> Option<(&str, &str)> {
    let stem = name.strip_suffix(".png")?;
    let place = ["-phone-", "-desk-", "-print-"].iter().filter_map(|form| stem.rfind(form)).max();
    let (screen, form) = stem.split_at(place?);
    Some((screen, form.trim_start_matches('-')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_every_picture_of_its_screen() {
        let names =
            ["leader-dashboard-desk-light.png", "leader-dashboard-phone-dark.png", "leader-dashboard-print-1.png"];
        let rows = rows("leader", &names);
        assert_eq!(rows.len(), 1);
        assert!(rows[0].starts_with("| dashboard | <img src=\"leader-dashboard-desk-light.png\""), "{}", rows[0]);
        assert!(names.iter().all(|name| rows[0].contains(&format!("({name})"))), "{}", rows[0]);
    }

    #[test]
    fn a_screen_whose_name_has_a_form_in_it_is_told_apart() {
        assert_eq!(split("participant-phone-phone-light.png"), Some(("participant-phone", "phone-light")));
        assert_eq!(split("participant-path-phone-light-ar.png"), Some(("participant-path", "phone-light-ar")));
        assert_eq!(split("other.png"), None);
    }
}
