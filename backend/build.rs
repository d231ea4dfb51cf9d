//! The migrations are compiled into the server: a new file among them must build it anew.

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
}
