//! The scenario file: data alone, so that every host reads the same.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scenario {
    #[allow(dead_code)]
    pub title: String,
    /// A scenario whose accounts, actors and messages come first; its messages are not printed.
    pub before: Option<String>,
    #[serde(default)]
    pub network: Network,
    #[serde(default)]
    pub accounts: Vec<Account>,
    #[serde(default)]
    pub actors: Vec<Actor>,
    #[serde(default)]
    pub messages: Vec<ScenarioMessage>,
    #[serde(skip)]
    pub folder: PathBuf,
    #[serde(skip)]
    pub earlier: Option<Box<Scenario>>,
}

#[derive(Deserialize, Clone)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Network {
    pub epoch: i64,
    pub timestamp: u64,
    pub base_fee: String,
    pub circulating_supply: String,
    pub chain_id: u64,
    /// Users may install code; init's state then has a fourth field.
    pub installs_code: bool,
}

impl Default for Network {
    fn default() -> Self {
        Network {
            epoch: 100,
            timestamp: 1_700_000_000,
            base_fee: "0".into(),
            circulating_supply: "500000000000000000000000000".into(),
            chain_id: 31_415_926,
            installs_code: false,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Account {
    pub address: String,
    pub balance: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Actor {
    pub id: u64,
    /// Wasm file beside the scenario; or `code`, its hex.
    pub wasm: Option<String>,
    pub code: Option<String>,
    /// Name of a built-in actor of the manifest, instead of own code.
    pub builtin: Option<String>,
    /// DAG-CBOR of the state, hex; absent = the empty array.
    pub state: Option<String>,
    #[serde(default = "zero")]
    pub balance: String,
}

fn zero() -> String {
    "0".into()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScenarioMessage {
    #[serde(default)]
    pub name: String,
    pub from: String,
    pub to: String,
    #[serde(default)]
    pub method: u64,
    /// hex
    #[serde(default)]
    pub params: String,
    #[serde(default = "zero")]
    pub value: String,
    #[serde(default = "ten_billion")]
    pub gas_limit: u64,
    #[serde(default = "zero")]
    pub fee_cap: String,
    #[serde(default = "zero")]
    pub premium: String,
    /// Absent = the sender's next.
    pub nonce: Option<u64>,
    #[serde(default)]
    pub implicit: bool,
    /// From this message on.
    pub epoch: Option<i64>,
    /// Balances printed after the message.
    #[serde(default)]
    pub watch: Vec<String>,
    /// What it must end with; compared by who reads the lines.
    #[allow(dead_code)]
    pub exit_code: Option<u32>,
}

fn ten_billion() -> u64 {
    10_000_000_000
}

impl Scenario {
    pub fn read(path: &Path) -> Result<Scenario> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("reading {}", path.display()))?;
        let mut scenario: Scenario = serde_json::from_str(&text)
            .with_context(|| format!("expected a scenario in {}", path.display()))?;
        scenario.folder = path.parent().unwrap_or(Path::new(".")).to_path_buf();
        if let Some(before) = &scenario.before {
            scenario.earlier = Some(Box::new(Scenario::read(&scenario.folder.join(before))?));
        }
        Ok(scenario)
    }
}
