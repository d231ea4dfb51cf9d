//! The participant's program.

fn main() {
    frontend::participant::run();
}
