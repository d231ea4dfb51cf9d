//! The staff's program.

fn main() {
    frontend::staff::run();
}
