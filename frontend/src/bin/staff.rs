//! The staff's program.

fn main() {
    if !frontend::pin_work::begins() {
        frontend::staff::run();
    }
}
