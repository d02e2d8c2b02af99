//! The `chancery` program: parse arguments, run, turn errors into exit codes.
fn main() {}
