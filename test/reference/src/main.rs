//! Runs scenarios and recordings on the reference FVM and prints a line of JSON per file and per message. The formats are in README.md.

mod chain;
mod recording;
mod scenario;
mod world;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

const USAGE: &str = "usage: reference [--bundle FILE.car] SCENARIO.json | RECORDING.ndjson …";

/// The machine recurses natively: 1,024 nested calls need far more than a main thread has.
const STACK_BYTES: usize = 256 << 20;

fn main() -> Result<()> {
    let worker = std::thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(run)
        .context("starting the worker")?;
    match worker.join() {
        Ok(result) => result,
        Err(_) => bail!("the reference machine panicked"),
    }
}

fn run() -> Result<()> {
    let mut bundle: Option<PathBuf> = None;
    let mut files: Vec<PathBuf> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bundle" => bundle = Some(arguments.next().context(USAGE)?.into()),
            _ => files.push(argument.into()),
        }
    }
    if files.is_empty() {
        bail!(USAGE);
    }
    // One for all files: compiling the released actors takes longer than running most of them.
    let engine = world::engine()?;
    for file in files {
        println!("{}", serde_json::json!({ "file": file }));
        if file.extension().is_some_and(|ending| ending == "ndjson") {
            let bundle = bundle.as_deref().context("a recording needs --bundle")?;
            world::World::replay(engine.clone(), bundle, recording::read(&file)?, |line| println!("{line}"))?;
            continue;
        }
        let scenario = scenario::Scenario::read(&file)?;
        let mut world = world::World::new(engine.clone(), &scenario, bundle.as_deref())?;
        for line in world.run(&scenario)? {
            println!("{line}");
        }
    }
    Ok(())
}
