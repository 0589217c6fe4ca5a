//! Recordings: messages of tests, each with the state it met. One line of JSON per block and per message.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(untagged)]
pub enum Entry {
    Block { codec: u64, block: String },
    Call { call: Call },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    pub name: String,
    pub root: String,
    pub epoch: i64,
    pub timestamp: u64,
    pub circulating_supply: String,
    pub from: String,
    pub to: String,
    pub method: u64,
    pub params: String,
    pub value: String,
    pub gas_limit: u64,
    pub nonce: u64,
}

/// The entries of a recording, one after the other.
pub fn read(path: &Path) -> Result<impl Iterator<Item = Result<Entry>>> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    Ok(BufReader::new(file).lines().map(|line| {
        let line = line.context("reading a recording")?;
        serde_json::from_str(&line).context("expected a block or a call in a recording")
    }))
}
