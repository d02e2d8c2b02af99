//! Runs every example of every frame file through the whole pipeline, each as a named test.
use chancery::pipeline::{Pipeline, examples};
use libtest_mimic::{Arguments, Failed, Trial};
use std::sync::Arc;

fn main() {
    let arguments = Arguments::from_args();
    let pipeline = Arc::new(Pipeline::shipped());
    let frames = pipeline.extractor.frames().to_vec();
    let mut trials = Vec::new();
    for frame in frames {
        let frame = Arc::new(frame);
        for example in frame.examples.clone() {
            let (pipeline, frame) = (Arc::clone(&pipeline), Arc::clone(&frame));
            trials.push(Trial::test(format!("{}: {}", frame.name, example.text), move || {
                examples::check(&pipeline, &frame, &example).map_err(Failed::from)
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}
