//! A small Filecoin to run messages in: the singletons, accounts, actors; then one message after the other.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;
use std::str::FromStr;

use anyhow::{Context, Result, anyhow};
use cid::Cid;
use fvm::call_manager::DefaultCallManager;
use fvm::engine::EnginePool;
use fvm::executor::{ApplyFailure, ApplyKind, ApplyRet, DefaultExecutor, Executor};
use fvm::kernel::filecoin::DefaultFilecoinKernel;
use fvm::machine::{DefaultMachine, NetworkConfig};
use fvm::state_tree::{ActorState, StateTree};
use fvm_ipld_blockstore::{Block, Blockstore, MemoryBlockstore};
use fvm_ipld_encoding::{CborStore, DAG_CBOR, IPLD_RAW, RawBytes, to_vec};
use fvm_shared::address::Address;
use fvm_shared::bigint::BigInt;
use fvm_shared::econ::TokenAmount;
use fvm_shared::message::Message;
use fvm_shared::state::StateTreeVersion;
use fvm_shared::version::NetworkVersion;
use multihash_codetable::Code;
use serde_json::{Value, json};

use crate::chain::HashedChain;
use crate::recording::{Call, Entry};
use crate::scenario::{Actor, Network, Scenario, ScenarioMessage};

type Store = Rc<MemoryBlockstore>;
type Kernel = DefaultFilecoinKernel<DefaultCallManager<DefaultMachine<Store, HashedChain>>>;

/// Every name of a manifest, in its order.
const NAMES: [&str; 16] = [
    "system", "init", "cron", "account", "storagepower", "storageminer", "storagemarket",
    "paymentchannel", "multisig", "reward", "verifiedregistry", "datacap", "placeholder", "evm",
    "eam", "ethaccount",
];

/// (id, name, balance) of the actors that a network begins with.
const SINGLETONS: [(u64, &str, &str); 10] = [
    (0, "system", "1000000000000000000000000000"),
    (1, "init", "0"),
    (2, "reward", "1100000000000000000000000000"),
    (3, "cron", "0"),
    (4, "storagepower", "0"),
    (5, "storagemarket", "0"),
    (6, "verifiedregistry", "0"),
    (7, "datacap", "0"),
    (10, "eam", "0"),
    (99, "account", "0"),
];

/// memory 0 pages; invoke (i32) → i32 answering 0
const STAND_IN: &str = "0061736d0100000001060160017f017f030201000503010000071302066d656d6f72790200\
06696e766f6b6500000a0601040041000b";

pub struct World {
    store: Store,
    network: Network,
    root: Cid,
    codes: HashMap<String, Cid>,
    /// Keeps compiled modules from one machine to the next.
    engine: EnginePool,
    nonces: HashMap<Address, u64>,
}

/// Compiles modules and keeps them.
pub fn engine() -> Result<EnginePool> {
    EnginePool::new((&NetworkConfig::new(NetworkVersion::V28)).into())
}

impl World {
    pub fn new(engine: EnginePool, scenario: &Scenario, bundle: Option<&Path>) -> Result<World> {
        let store = Rc::new(MemoryBlockstore::new());
        let (manifest, codes) = match bundle {
            Some(path) => load_bundle(&store, path)?,
            None => stand_ins(&store)?,
        };
        if scenario.network.installs_code != cfg!(feature = "m2-native") {
            anyhow::bail!("installsCode in the scenario's network needs, and alone allows, the feature m2-native");
        }
        let mut world = World {
            engine,
            network: scenario.network.clone(),
            root: Cid::default(),
            nonces: HashMap::new(),
            store,
            codes,
        };
        world.root = world.begin(manifest, scenario)?;
        Ok(world)
    }

    /// Runs a recording's messages, each on the state it met; a message the machine itself failed at has a line that says so.
    pub fn replay(
        engine: EnginePool,
        bundle: &Path,
        entries: impl Iterator<Item = Result<Entry>>,
        mut print: impl FnMut(Value),
    ) -> Result<()> {
        let store = Rc::new(MemoryBlockstore::new());
        let (_manifest, codes) = load_bundle(&store, bundle)?;
        let mut world = World {
            engine,
            network: Network::default(),
            root: Cid::default(),
            nonces: HashMap::new(),
            store,
            codes,
        };
        for entry in entries {
            match entry? {
                Entry::Block { codec, block } => {
                    world.put(codec, &hex::decode(block)?)?;
                }
                Entry::Call { call } => print(world.recall(call)),
            }
        }
        Ok(())
    }

    fn recall(&mut self, call: Call) -> Value {
        let name = call.name.clone();
        self.try_recall(call).unwrap_or_else(|fatal| json!({ "name": name, "fatal": format!("{fatal:#}") }))
    }

    fn try_recall(&mut self, call: Call) -> Result<Value> {
        self.root = Cid::from_str(&call.root)?;
        self.network.epoch = call.epoch;
        self.network.timestamp = call.timestamp;
        self.network.circulating_supply = call.circulating_supply;
        let mut machine = self.machine()?;
        let message = ScenarioMessage {
            name: call.name,
            from: call.from,
            to: call.to,
            method: call.method,
            params: call.params,
            value: call.value,
            gas_limit: call.gas_limit,
            fee_cap: "0".into(),
            premium: "0".into(),
            nonce: Some(call.nonce),
            implicit: true,
            epoch: None,
            watch: Vec::new(),
            exit_code: None,
        };
        self.apply(&mut machine, &message)
    }

    fn begin(&self, manifest: Cid, scenario: &Scenario) -> Result<Cid> {
        let empty_map = self.put(DAG_CBOR, &[0x82, 0x40, 0x80])?;
        let empty = self.put(DAG_CBOR, &[0x80])?;
        let mut tree = StateTree::new(self.store.clone(), StateTreeVersion::V5).map_err(explain)?;
        for (id, name, balance) in SINGLETONS {
            let head = match name {
                "system" => self.store.put_cbor(&(manifest,), Code::Blake2b256)?,
                #[cfg(feature = "m2-native")]
                "init" => {
                    let installed = self.store.put_cbor(&Vec::<Cid>::new(), Code::Blake2b256)?;
                    let state = (empty_map, 100u64, "reference", installed);
                    self.store.put_cbor(&state, Code::Blake2b256)?
                }
                #[cfg(not(feature = "m2-native"))]
                "init" => {
                    let state = (empty_map, 100u64, "reference");
                    self.store.put_cbor(&state, Code::Blake2b256)?
                }
                _ => empty,
            };
            let code = self.codes[name];
            tree.set_actor(id, ActorState::new(code, head, atto(balance)?, 0, None));
        }
        for scenario in chain(scenario) {
            for actor in &scenario.actors {
                let state = self.actor(actor, scenario, empty)?;
                tree.set_actor(actor.id, state);
            }
        }
        tree.flush().map_err(explain)
    }

    fn actor(&self, actor: &Actor, scenario: &Scenario, empty: Cid) -> Result<ActorState> {
        let code = match (&actor.wasm, &actor.code, &actor.builtin) {
            (Some(file), None, None) => {
                let path = scenario.folder.join(file);
                let bytes = std::fs::read(&path)
                    .with_context(|| format!("reading {}", path.display()))?;
                self.put(IPLD_RAW, &bytes)?
            }
            (None, Some(code), None) => self.put(IPLD_RAW, &hex::decode(code)?)?,
            (None, None, Some(name)) => *self.codes.get(name).context("unknown built-in actor")?,
            _ => anyhow::bail!("an actor has one of wasm, code and builtin"),
        };
        let head = match &actor.state {
            Some(state) => self.put(DAG_CBOR, &hex::decode(state)?)?,
            None => empty,
        };
        Ok(ActorState::new(code, head, atto(&actor.balance)?, 0, None))
    }

    fn put(&self, codec: u64, bytes: &[u8]) -> Result<Cid> {
        self.store.put(Code::Blake2b256, &Block::new(codec, bytes))
    }

    /// Funds the accounts, runs the messages; answers a line for each message of the scenario itself.
    pub fn run(&mut self, scenario: &Scenario) -> Result<Vec<String>> {
        if let Some(earlier) = &scenario.earlier {
            self.run(earlier)?;
        }
        let mut messages = Vec::new();
        for account in &scenario.accounts {
            messages.push((false, funding(&account.address, &account.balance)));
        }
        let mut lines = Vec::new();
        let mut machine = self.machine()?;
        for (shown, message) in messages
            .iter()
            .map(|(shown, m)| (*shown, m))
            .chain(scenario.messages.iter().map(|m| (true, m)))
        {
            if let Some(epoch) = message.epoch {
                self.network.epoch = epoch;
                machine = self.machine()?;
            }
            let line = self.apply(&mut machine, message)?;
            if shown {
                lines.push(line.to_string());
            }
        }
        Ok(lines)
    }

    fn machine(&self) -> Result<DefaultExecutor<Kernel>> {
        let mut config = NetworkConfig::new(NetworkVersion::V28);
        config.chain_id(self.network.chain_id.into());
        let mut context = config.for_epoch(self.network.epoch, self.network.timestamp, self.root);
        context.set_base_fee(atto(&self.network.base_fee)?);
        context.set_circulating_supply(atto(&self.network.circulating_supply)?);
        context.enable_flush_all_blocks();
        if std::env::var_os("REFERENCE_TRACE").is_some() {
            context.enable_tracing();
        }
        let machine = DefaultMachine::new(&context, self.store.clone(), HashedChain)?;
        DefaultExecutor::new(self.engine.clone(), machine)
    }

    fn apply(&mut self, machine: &mut DefaultExecutor<Kernel>, m: &ScenarioMessage) -> Result<Value> {
        let from = Address::from_str(&m.from)?;
        let next = self.nonces.get(&from).copied().unwrap_or(0);
        let message = Message {
            version: 0,
            from,
            to: Address::from_str(&m.to)?,
            sequence: m.nonce.unwrap_or(if m.implicit { 0 } else { next }),
            value: atto(&m.value)?,
            method_num: m.method,
            params: RawBytes::new(hex::decode(&m.params)?),
            gas_limit: m.gas_limit,
            gas_fee_cap: atto(&m.fee_cap)?,
            gas_premium: atto(&m.premium)?,
        };
        let length = to_vec(&message)?.len();
        let kind = if m.implicit { ApplyKind::Implicit } else { ApplyKind::Explicit };
        let ret = machine.execute_message(message, kind, length)?;
        // Nothing is taken from a sender whose message was refused.
        let refused = matches!(ret.failure_info, Some(ApplyFailure::PreValidation(_)));
        if !m.implicit && !refused {
            self.nonces.insert(from, next + 1);
        }
        self.root = machine.flush()?;
        let tree = StateTree::new_from_root(self.store.clone(), &self.root).map_err(explain)?;
        let mut balances = serde_json::Map::new();
        for watched in &m.watch {
            let address = Address::from_str(watched)?;
            let actor = match tree.lookup_id(&address).map_err(explain)? {
                Some(id) => tree.get_actor(id).map_err(explain)?,
                None => None,
            };
            let text = actor.map(|a| a.balance.atto().to_string());
            balances.insert(watched.clone(), json!(text));
        }
        if std::env::var_os("REFERENCE_TRACE").is_some() {
            for event in &ret.exec_trace {
                eprintln!("{event:?}");
            }
        }
        Ok(report(m, &ret, self.root, balances))
    }
}

fn report(m: &ScenarioMessage, ret: &ApplyRet, root: Cid, balances: serde_json::Map<String, Value>) -> Value {
    let receipt = &ret.msg_receipt;
    let events: Vec<Value> = ret
        .events
        .iter()
        .map(|e| json!({ "emitter": e.emitter, "event": hex::encode(to_vec(&e.event).unwrap_or_default()) }))
        .collect();
    json!({
        "name": m.name,
        "exitCode": receipt.exit_code.value(),
        "return": hex::encode(receipt.return_data.bytes()),
        "returnCodec": ret.return_codec,
        "gasUsed": receipt.gas_used,
        "events": events,
        "eventsRoot": receipt.events_root.map(|c| c.to_string()),
        "stateRoot": root.to_string(),
        "minerTip": ret.miner_tip.atto().to_string(),
        "minerPenalty": ret.penalty.atto().to_string(),
        "baseFeeBurn": ret.base_fee_burn.atto().to_string(),
        "overEstimationBurn": ret.over_estimation_burn.atto().to_string(),
        "refund": ret.refund.atto().to_string(),
        "balances": balances,
        "error": ret.failure_info.as_ref().map(|f| f.to_string()),
    })
}

fn funding(address: &str, balance: &str) -> ScenarioMessage {
    ScenarioMessage {
        name: String::new(),
        from: "f00".into(),
        to: address.into(),
        method: 0,
        params: String::new(),
        value: balance.into(),
        gas_limit: 10_000_000_000,
        fee_cap: "0".into(),
        premium: "0".into(),
        nonce: None,
        implicit: true,
        epoch: None,
        watch: Vec::new(),
        exit_code: None,
    }
}

/// The scenario and those before it, first ones first.
fn chain(scenario: &Scenario) -> Vec<&Scenario> {
    let mut all = scenario.earlier.as_deref().map(chain).unwrap_or_default();
    all.push(scenario);
    all
}

fn load_bundle(store: &Store, path: &Path) -> Result<(Cid, HashMap<String, Cid>)> {
    let file = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let roots = fvm_ipld_car::load_car(store, std::io::BufReader::new(file))?;
    let root = roots.first().context("the bundle has no root")?;
    let (_version, data): (u32, Cid) = store.get_cbor(root)?.context("the bundle's root is absent")?;
    let entries: Vec<(String, Cid)> = store.get_cbor(&data)?.context("the manifest is absent")?;
    Ok((data, entries.into_iter().collect()))
}

/// Sixteen actors that answer nothing to everything, told apart by a custom section with their name.
fn stand_ins(store: &Store) -> Result<(Cid, HashMap<String, Cid>)> {
    let mut entries: Vec<(String, Cid)> = Vec::new();
    for name in NAMES {
        let mut code = hex::decode(STAND_IN)?;
        code.extend([0, name.len() as u8 + 1, name.len() as u8]);
        code.extend(name.as_bytes());
        let cid = store.put(Code::Blake2b256, &Block::new(IPLD_RAW, code.as_slice()))?;
        entries.push((name.into(), cid));
    }
    let data = store.put_cbor(&entries, Code::Blake2b256)?;
    Ok((data, entries.into_iter().collect()))
}

fn atto(text: &str) -> Result<TokenAmount> {
    let value = BigInt::from_str(text).with_context(|| format!("expected attoFIL, got {text}"))?;
    Ok(TokenAmount::from_atto(value))
}

fn explain(error: impl std::fmt::Debug) -> anyhow::Error {
    anyhow!("state tree: {error:?}")
}
