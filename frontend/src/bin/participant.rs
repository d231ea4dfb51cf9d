//! The participant's program.

fn main() {
    if !frontend::pin_work::begins() {
        frontend::participant::run();
    }
}
