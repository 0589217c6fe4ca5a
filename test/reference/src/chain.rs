//! What the machine asks of the chain, answered deterministically: every value is a hash of its name and epoch.

use anyhow::Result;
use cid::Cid;
use fvm::externs::{Chain, Consensus, Externs, Rand};
use fvm_ipld_encoding::DAG_CBOR;
use fvm_shared::clock::ChainEpoch;
use fvm_shared::consensus::ConsensusFault;
use multihash_codetable::{Code, MultihashDigest};

pub struct HashedChain;

fn digest(kind: &str, epoch: ChainEpoch) -> [u8; 32] {
    let hash = Code::Blake2b256.digest(format!("reference:{kind}:{epoch}").as_bytes());
    hash.digest().try_into().expect("blake2b-256 has 32 bytes")
}

impl Externs for HashedChain {}

impl Rand for HashedChain {
    fn get_chain_randomness(&self, round: ChainEpoch) -> Result<[u8; 32]> {
        Ok(digest("chain", round))
    }

    fn get_beacon_randomness(&self, round: ChainEpoch) -> Result<[u8; 32]> {
        Ok(digest("beacon", round))
    }
}

impl Consensus for HashedChain {
    fn verify_consensus_fault(
        &self,
        _h1: &[u8],
        _h2: &[u8],
        _extra: &[u8],
    ) -> Result<(Option<ConsensusFault>, i64)> {
        Ok((None, 0))
    }
}

impl Chain for HashedChain {
    fn get_tipset_cid(&self, epoch: ChainEpoch) -> Result<Cid> {
        let hash = Code::Blake2b256.digest(format!("reference:tipset:{epoch}").as_bytes());
        Ok(Cid::new_v1(DAG_CBOR, hash))
    }
}
