//! The `chancery` program: parse arguments, run, turn errors into exit codes.
use std::process::ExitCode;

fn main() -> ExitCode {
    chancery::cli::main()
}
