//! The program that makes a key of a PIN.

fn main() {
    frontend::pin_program::run();
}
