// Written by scripts/generate-abi.ts from actor/abi/schema.ts. Do not edit.

import type { WireSchema } from "./schema-kinds.ts";

/** How params, returns, state tuples and events of the owner actor stand on the wire. */
export const wire = {
 "structs": {
  "Fee": {
   "label": {
    "bounded": "text",
    "most": 32
   },
   "beneficiary": {
    "nullable": "actor"
   },
   "bps": "uint"
  },
  "VotingTerms": {
   "delay": "epoch",
   "period": "epoch",
   "grace": "epoch",
   "quorumBps": "uint",
   "approvalBps": "uint"
  },
  "Limits": {
   "maxMiners": "uint",
   "maxPerMiner": "amount",
   "maxForwardPerDay": "amount"
  },
  "Terms": {
   "operator": "actor",
   "name": {
    "bounded": "text",
    "most": 64
   },
   "symbol": {
    "bounded": "text",
    "most": 16
   },
   "metadataUri": {
    "bounded": "text",
    "most": 256
   },
   "custodyType": "uint",
   "annualRateBps": "uint",
   "fees": {
    "list": {
     "tuple": "Fee"
    },
    "most": 5
   },
   "reserveBps": "uint",
   "minimumDeposit": "amount",
   "cap": "amount",
   "juniorMinimumBps": "uint",
   "tipBps": "uint",
   "tipMaximum": "amount",
   "exitDiscountBps": "uint",
   "notice": "epoch",
   "smoothing": "epoch",
   "absence": "epoch",
   "legacyMaximum": "amount",
   "lastExpiration": "epoch",
   "voting": {
    "tuple": "VotingTerms"
   },
   "limits": {
    "tuple": "Limits"
   },
   "issuer": {
    "nullable": "actor"
   },
   "attestedMethods": {
    "list": "u64",
    "most": 8
   }
  },
  "Operator": {
   "id": "id",
   "seen": "epoch",
   "turned": "epoch",
   "older": "amount",
   "newer": "amount",
   "payable": "amount"
  },
  "ShareClass": {
   "principal": "amount",
   "shares": "number256",
   "earned": "number256",
   "carry": "number256",
   "generation": "u64",
   "requested": "number256"
  },
  "Stream": {
   "left": "amount",
   "end": "epoch",
   "last": "epoch"
  },
  "Coupon": {
   "level": "number256",
   "paid": "number256",
   "last": "epoch"
  },
  "Root": {
   "status": "u64",
   "terms": "cid",
   "operator": {
    "tuple": "Operator"
   },
   "liquid": "amount",
   "finalized": "amount",
   "rewards": "amount",
   "fees": "amount",
   "writtenOffSenior": "amount",
   "writtenOffJunior": "amount",
   "senior": {
    "tuple": "ShareClass"
   },
   "junior": {
    "tuple": "ShareClass"
   },
   "stream": {
    "tuple": "Stream"
   },
   "coupon": {
    "nullable": {
     "tuple": "Coupon"
    }
   },
   "sealing": "bool",
   "room": "amount",
   "roomUntil": "epoch",
   "coveredSince": "epoch",
   "nextToken": "u64",
   "supply": "u64",
   "queueHead": "u64",
   "queueNext": "u64",
   "queued": "u64",
   "freedBelow": "u64",
   "nextSide": "u64",
   "sideSenior": "number256",
   "feesPayable": {
    "list": "amount",
    "most": 5
   },
   "positions": {
    "nullable": "cid"
   },
   "accounts": {
    "nullable": "cid"
   },
   "miners": {
    "nullable": "cid"
   },
   "requests": {
    "nullable": "cid"
   },
   "sides": {
    "nullable": "cid"
   },
   "closed": {
    "nullable": "cid"
   },
   "governance": {
    "nullable": "cid"
   },
   "successor": {
    "nullable": "id"
   }
  },
  "Account": {
   "claim": "amount",
   "few": {
    "list": "u64",
    "most": 8
   },
   "tokens": {
    "nullable": "cid"
   },
   "count": "u64",
   "operators": {
    "nullable": "cid"
   },
   "nonce": "u64"
  },
  "Position": {
   "owner": "id",
   "kind": "u64",
   "generation": "u64",
   "shares": "number256",
   "earned": "number256",
   "rest": "number256",
   "since": "epoch",
   "frozenUntil": "epoch",
   "miner": {
    "nullable": "id"
   },
   "operators": {
    "list": "id",
    "most": 16
   }
  },
  "Request": {
   "position": {
    "tuple": "Position"
   },
   "paid": "amount",
   "claimed": "amount"
  },
  "RelayRequest": {
   "chainId": "u64",
   "actor": "id",
   "account": "id",
   "method": "u64",
   "params": {
    "bounded": "bytes",
    "most": 2048
   },
   "nonce": "u64",
   "validUntil": "epoch",
   "fee": "amount",
   "relayer": {
    "nullable": "id"
   }
  },
  "Heir": {
   "predecessor": "actor"
  },
  "Action": {
   "kind": "uint",
   "on": "bool",
   "actor": {
    "nullable": "actor"
   },
   "code": {
    "nullable": "code"
   },
   "limits": {
    "nullable": {
     "tuple": "Limits"
    }
   }
  },
  "Proposal": {
   "token": "u64",
   "proposer": "id",
   "action": {
    "tuple": "Action"
   },
   "epoch": "epoch",
   "voters": "uint",
   "stake": "amount",
   "senior": "amount",
   "junior": "amount",
   "yes": "amount",
   "no": "amount",
   "abstained": "amount",
   "vetoes": "amount",
   "contested": "bool",
   "status": "uint",
   "votes": {
    "nullable": "cid"
   },
   "operator": "id",
   "held": {
    "nullable": "cid"
   }
  },
  "FormerStake": {
   "before": "cid",
   "after": "cid"
  },
  "Governance": {
   "next": "u64",
   "proposals": {
    "nullable": "cid"
   },
   "open": {
    "list": "u64",
    "most": 16
   },
   "codes": {
    "list": "code",
    "most": 16
   },
   "limits": {
    "nullable": {
     "tuple": "Limits"
    }
   },
   "issuerVoted": "bool",
   "issuer": {
    "nullable": "id"
   },
   "nominee": {
    "nullable": "id"
   },
   "nomineeFrom": "epoch",
   "refusal": "u64",
   "former": {
    "list": {
     "tuple": "FormerStake"
    },
    "most": 16
   },
   "sequences": {
    "nullable": "cid"
   }
  },
  "ProposalView": {
   "id": "u64",
   "state": "uint",
   "proposal": {
    "tuple": "Proposal"
   }
  },
  "ProposalPage": {
   "proposals": {
    "list": {
     "tuple": "ProposalView"
    },
    "most": 64
   },
   "next": "u64"
  },
  "MinerFigures": {
   "balance": "amount",
   "pledge": "amount",
   "rawPower": "number256",
   "qaPower": "number256"
  },
  "Snapshot": {
   "miner": "id",
   "epoch": "epoch",
   "figures": {
    "tuple": "MinerFigures"
   },
   "available": "signed",
   "vesting": "amount",
   "owner": "id",
   "proposed": {
    "nullable": "id"
   },
   "beneficiary": "id",
   "peer": {
    "bounded": "bytes",
    "most": 128
   }
  },
  "Attestation": {
   "chainId": "u64",
   "issuer": "id",
   "subject": "id",
   "issued": "epoch",
   "validUntil": "epoch",
   "value": "amount",
   "method": "u64",
   "miner": "id",
   "schema": "uint",
   "claim": {
    "bounded": "bytes",
    "most": 1024
   },
   "sequence": "u64"
  },
  "SignedAttestation": {
   "attestation": {
    "tuple": "Attestation"
   },
   "signature": {
    "bounded": "bytes",
    "most": 96
   }
  },
  "LegacyEntry": {
   "epoch": "epoch",
   "amount": "amount"
  },
  "LegacyTable": {
   "entries": {
    "list": {
     "tuple": "LegacyEntry"
    },
    "most": 1024
   }
  },
  "Legacy": {
   "owner": "id",
   "factor": "number256",
   "last": "epoch",
   "due": "amount",
   "payable": "amount",
   "table": {
    "nullable": "cid"
   }
  },
  "Miner": {
   "id": "id",
   "principal": "amount",
   "net": "signed",
   "worker": "id",
   "controls": {
    "list": "id",
    "most": 10
   },
   "confirmed": "bool",
   "since": "epoch",
   "harvested": "epoch",
   "measured": "epoch",
   "gap": "amount",
   "flagged": "bool",
   "reported": "epoch",
   "legacy": {
    "nullable": {
     "tuple": "Legacy"
    }
   },
   "token": "u64"
  },
  "Miners": {
   "forwardDay": "epoch",
   "forwarded": "amount",
   "list": {
    "list": {
     "tuple": "Miner"
    },
    "most": 32
   },
   "approvals": {
    "nullable": "cid"
   }
  },
  "Approval": {
   "miner": "id",
   "owner": "id",
   "worker": "id",
   "controls": {
    "list": "id",
    "most": 10
   },
   "until": "epoch"
  },
  "Approvals": {
   "list": {
    "list": {
     "tuple": "Approval"
    },
    "most": 32
   }
  },
  "TakeOwnerReturn": {
   "token": "u64",
   "principal": "amount",
   "legacy": "amount"
  },
  "FinalizeReturn": {
   "paid": "amount",
   "done": "u64"
  },
  "TransferReturn": {
   "fromBalance": "u64",
   "toBalance": "u64"
  },
  "TokenPage": {
   "tokens": "tokenSet",
   "next": {
    "nullable": {
     "bounded": "bytes",
     "most": 64
    }
   }
  },
  "OperatorPage": {
   "operators": "tokenSet",
   "next": {
    "nullable": {
     "bounded": "bytes",
     "most": 64
    }
   }
  },
  "RequestView": {
   "id": "u64",
   "owner": "id",
   "kind": "uint",
   "principal": "amount",
   "epoch": "epoch",
   "matures": "epoch",
   "miner": {
    "nullable": "id"
   },
   "paid": "amount",
   "claimed": "amount",
   "unpaidCoupon": "amount"
  },
  "RequestPage": {
   "requests": {
    "list": {
     "tuple": "RequestView"
    },
    "most": 64
   },
   "next": "u64"
  },
  "ClassView": {
   "principal": "amount",
   "shares": "number256",
   "generation": "u64",
   "requested": "amount"
  },
  "PoolView": {
   "status": "uint",
   "operator": "id",
   "accepted": "bool",
   "lastSeen": "epoch",
   "balance": "amount",
   "liquid": "amount",
   "finalized": "amount",
   "rewards": "amount",
   "fees": "amount",
   "surplus": "amount",
   "writtenOffSenior": "amount",
   "writtenOffJunior": "amount",
   "senior": {
    "tuple": "ClassView"
   },
   "junior": {
    "tuple": "ClassView"
   },
   "streamLeft": "amount",
   "streamEnd": "epoch",
   "withheldOlder": "amount",
   "withheldNewer": "amount",
   "sealing": "bool",
   "room": "amount",
   "roomUntil": "epoch",
   "couponDue": "amount",
   "atMiners": "amount",
   "vesting": "amount",
   "tokens": "u64",
   "miners": "uint",
   "queueHead": "u64",
   "queueNext": "u64",
   "queued": "u64",
   "nextSide": "u64",
   "coveredSince": "epoch"
  },
  "LegacyView": {
   "owner": "id",
   "factor": "number256",
   "due": "amount",
   "payable": "amount",
   "entries": {
    "list": {
     "tuple": "LegacyEntry"
    },
    "most": 1024
   }
  },
  "MinerView": {
   "id": "id",
   "principal": "amount",
   "net": "signed",
   "balance": "amount",
   "available": "signed",
   "vesting": "amount",
   "matured": "amount",
   "worker": "actor",
   "controls": {
    "list": "actor",
    "most": 10
   },
   "confirmed": "bool",
   "since": "epoch",
   "harvested": "epoch",
   "measured": "epoch",
   "gap": "amount",
   "legacy": {
    "nullable": {
     "tuple": "LegacyView"
    }
   },
   "token": "u64"
  },
  "MinerSummary": {
   "id": "id",
   "principal": "amount",
   "balance": "amount",
   "harvested": "epoch",
   "measured": "epoch"
  },
  "PositionView": {
   "token": "u64",
   "owner": "id",
   "kind": "uint",
   "principal": "amount",
   "reward": "amount",
   "since": "epoch",
   "frozenUntil": "epoch",
   "miner": {
    "nullable": "id"
   },
   "unpaidCoupon": "amount"
  },
  "AccountView": {
   "id": "id",
   "claim": "amount",
   "payable": "amount",
   "tokens": "u64",
   "nonce": "u64"
  },
  "VersionView": {
   "name": {
    "bounded": "text",
    "most": 32
   },
   "version": {
    "bounded": "text",
    "most": 16
   }
  }
 },
 "methods": {
  "Constructor": {
   "params": {
    "terms": {
     "tuple": "Terms"
    }
   },
   "returns": null
  },
  "ApproveMiner": {
   "params": {
    "miner": "id",
    "owner": "actor",
    "worker": "actor",
    "controls": {
     "list": "actor",
     "most": 10
    }
   },
   "returns": null
  },
  "TakeOwner": {
   "params": {
    "miner": "id"
   },
   "returns": {
    "tuple": "TakeOwnerReturn"
   }
  },
  "ConfirmWorker": {
   "params": {
    "miner": "id"
   },
   "returns": "bool"
  },
  "ChangeWorker": {
   "params": {
    "miner": "id",
    "worker": "actor",
    "controls": {
     "list": "actor",
     "most": 10
    }
   },
   "returns": null
  },
  "CreateMiner": {
   "params": {
    "worker": "actor",
    "proof": "uint",
    "peer": {
     "bounded": "bytes",
     "most": 128
    },
    "addresses": {
     "list": {
      "bounded": "bytes",
      "most": 256
     },
     "most": 16
    }
   },
   "returns": "id",
   "payable": true
  },
  "AdoptMiner": {
   "params": {
    "miner": "id"
   },
   "returns": null
  },
  "ChangePeerID": {
   "params": {
    "miner": "id",
    "peer": {
     "bounded": "bytes",
     "most": 128
    }
   },
   "returns": null
  },
  "ChangeMultiaddrs": {
   "params": {
    "miner": "id",
    "addresses": {
     "list": {
      "bounded": "bytes",
      "most": 256
     },
     "most": 16
    }
   },
   "returns": null
  },
  "ReportOverExtension": {
   "params": {
    "miner": "id",
    "sector": "u64"
   },
   "returns": null
  },
  "ReleaseMiner": {
   "params": {
    "miner": "id",
    "token": "u64",
    "to": "actor"
   },
   "returns": "amount"
  },
  "OpenDeposits": {
   "params": {
    "amount": "amount",
    "until": "epoch"
   },
   "returns": null
  },
  "Deposit": {
   "params": {},
   "returns": "u64",
   "payable": true
  },
  "StakeJunior": {
   "params": {},
   "returns": "u64",
   "payable": true
  },
  "Forward": {
   "params": {
    "miner": "id",
    "amount": "amount",
    "attestation": {
     "nullable": {
      "tuple": "SignedAttestation"
     }
    }
   },
   "returns": null
  },
  "Harvest": {
   "params": {
    "miner": "id"
   },
   "returns": "amount"
  },
  "Recall": {
   "params": {
    "miner": "id",
    "amount": "amount"
   },
   "returns": "amount"
  },
  "Measure": {
   "params": {
    "miner": "id"
   },
   "returns": "amount"
  },
  "Withdraw": {
   "params": {
    "tokens": "tokenSet",
    "recipient": {
     "nullable": "address"
    }
   },
   "returns": "amount"
  },
  "Sweep": {
   "params": {},
   "returns": "amount"
  },
  "Transfer": {
   "params": {
    "to": "address",
    "tokens": "tokenSet",
    "operatorData": {
     "bounded": "bytes",
     "most": 1024
    }
   },
   "returns": {
    "tuple": "TransferReturn"
   }
  },
  "TransferFrom": {
   "params": {
    "from": "address",
    "to": "address",
    "tokens": "tokenSet",
    "operatorData": {
     "bounded": "bytes",
     "most": 1024
    }
   },
   "returns": {
    "tuple": "TransferReturn"
   }
  },
  "Approve": {
   "params": {
    "operator": "address",
    "tokens": "tokenSet"
   },
   "returns": null
  },
  "RevokeApproval": {
   "params": {
    "operator": "address",
    "tokens": "tokenSet"
   },
   "returns": null
  },
  "ApproveForAll": {
   "params": {
    "operator": "address"
   },
   "returns": null
  },
  "RevokeApprovalForAll": {
   "params": {
    "operator": "address"
   },
   "returns": null
  },
  "Burn": {
   "params": {
    "tokens": "tokenSet"
   },
   "returns": "u64"
  },
  "BurnFrom": {
   "params": {
    "from": "address",
    "tokens": "tokenSet"
   },
   "returns": null
  },
  "Split": {
   "params": {
    "token": "u64",
    "amount": "amount"
   },
   "returns": "u64"
  },
  "Merge": {
   "params": {
    "tokens": "tokenSet"
   },
   "returns": "u64"
  },
  "Name": {
   "params": {},
   "returns": {
    "bounded": "text",
    "most": 64
   },
   "view": true
  },
  "Symbol": {
   "params": {},
   "returns": {
    "bounded": "text",
    "most": 16
   },
   "view": true
  },
  "TotalSupply": {
   "params": {},
   "returns": "u64",
   "view": true
  },
  "MetadataID": {
   "params": {
    "token": "u64"
   },
   "returns": {
    "bounded": "text",
    "most": 512
   },
   "view": true
  },
  "Balance": {
   "params": {
    "owner": "address"
   },
   "returns": "u64",
   "view": true
  },
  "Owner": {
   "params": {
    "tokens": "tokenSet"
   },
   "returns": {
    "list": "id",
    "most": 64
   },
   "view": true
  },
  "ListOwnedTokens": {
   "params": {
    "owner": "address",
    "cursor": {
     "bounded": "bytes",
     "most": 64
    },
    "limit": "uint"
   },
   "returns": {
    "tuple": "TokenPage"
   },
   "view": true
  },
  "IsApproved": {
   "params": {
    "operator": "address",
    "tokens": "tokenSet"
   },
   "returns": "tokenSet",
   "view": true
  },
  "IsApprovedForAll": {
   "params": {
    "owner": "address",
    "operator": "address"
   },
   "returns": "bool",
   "view": true
  },
  "ListTokens": {
   "params": {
    "cursor": {
     "bounded": "bytes",
     "most": 64
    },
    "limit": "uint"
   },
   "returns": {
    "tuple": "TokenPage"
   },
   "view": true
  },
  "ListTokenOperators": {
   "params": {
    "token": "u64",
    "cursor": {
     "bounded": "bytes",
     "most": 64
    },
    "limit": "uint"
   },
   "returns": {
    "tuple": "OperatorPage"
   },
   "view": true
  },
  "ListOperatorTokens": {
   "params": {
    "operator": "address",
    "cursor": {
     "bounded": "bytes",
     "most": 64
    },
    "limit": "uint"
   },
   "returns": {
    "tuple": "TokenPage"
   },
   "view": true
  },
  "ListAccountOperators": {
   "params": {
    "owner": "address",
    "cursor": {
     "bounded": "bytes",
     "most": 64
    },
    "limit": "uint"
   },
   "returns": {
    "tuple": "OperatorPage"
   },
   "view": true
  },
  "BalanceOf": {
   "params": {
    "owner": "address"
   },
   "returns": "u64",
   "view": true
  },
  "OwnerOf": {
   "params": {
    "token": "u64"
   },
   "returns": "id",
   "view": true
  },
  "Metadata": {
   "params": {
    "token": "u64"
   },
   "returns": {
    "bounded": "text",
    "most": 512
   },
   "view": true
  },
  "Redeem": {
   "params": {
    "token": "u64",
    "amount": "amount"
   },
   "returns": "u64"
  },
  "CancelRedemption": {
   "params": {
    "request": "u64"
   },
   "returns": "u64"
  },
  "Finalize": {
   "params": {
    "max": "uint"
   },
   "returns": {
    "tuple": "FinalizeReturn"
   }
  },
  "FinalizeSide": {
   "params": {
    "request": "u64"
   },
   "returns": "amount"
  },
  "ClaimRedemption": {
   "params": {
    "requests": "tokenSet"
   },
   "returns": "amount"
  },
  "Propose": {
   "params": {
    "token": "u64",
    "action": {
     "tuple": "Action"
    }
   },
   "returns": "u64"
  },
  "Vote": {
   "params": {
    "proposal": "u64",
    "tokens": "tokenSet",
    "choice": "uint"
   },
   "returns": "amount"
  },
  "Execute": {
   "params": {
    "proposal": "u64"
   },
   "returns": null
  },
  "CancelProposal": {
   "params": {
    "proposal": "u64"
   },
   "returns": null
  },
  "GetProposal": {
   "params": {
    "proposal": "u64"
   },
   "returns": {
    "tuple": "ProposalView"
   },
   "view": true
  },
  "ListProposals": {
   "params": {
    "from": "u64",
    "limit": "uint"
   },
   "returns": {
    "tuple": "ProposalPage"
   },
   "view": true
  },
  "GetGovernance": {
   "params": {},
   "returns": {
    "tuple": "Governance"
   },
   "view": true
  },
  "ExecuteWithAuth": {
   "params": {
    "authorization": {
     "tuple": "RelayRequest"
    },
    "signature": {
     "bounded": "bytes",
     "most": 96
    }
   },
   "returns": {
    "bounded": "bytes",
    "most": 4096
   }
  },
  "AdvanceNonce": {
   "params": {
    "nonce": "u64"
   },
   "returns": null
  },
  "ProposeOperator": {
   "params": {
    "operator": "actor"
   },
   "returns": null
  },
  "AcceptOperator": {
   "params": {},
   "returns": null
  },
  "ConvertJunior": {
   "params": {
    "token": "u64"
   },
   "returns": "amount"
  },
  "ExitNow": {
   "params": {
    "token": "u64",
    "amount": "amount",
    "least": "amount"
   },
   "returns": "amount"
  },
  "Heartbeat": {
   "params": {},
   "returns": null
  },
  "SetLeaving": {
   "params": {},
   "returns": null
  },
  "LowerFees": {
   "params": {
    "fee": "uint",
    "bps": "uint"
   },
   "returns": null
  },
  "Inherit": {
   "params": {
    "root": "cid",
    "status": "uint"
   },
   "returns": null,
   "payable": true
  },
  "Receive": {
   "params": {
    "type": "u64",
    "payload": {
     "bounded": "bytes",
     "most": 4096
    }
   },
   "returns": null
  },
  "Version": {
   "params": {},
   "returns": {
    "tuple": "VersionView"
   },
   "view": true
  },
  "GetTerms": {
   "params": {},
   "returns": {
    "tuple": "Terms"
   },
   "view": true
  },
  "GetPool": {
   "params": {},
   "returns": {
    "tuple": "PoolView"
   },
   "view": true
  },
  "GetMiner": {
   "params": {
    "miner": "id"
   },
   "returns": {
    "tuple": "MinerView"
   },
   "view": true
  },
  "MinerSnapshot": {
   "params": {
    "miner": "id"
   },
   "returns": {
    "tuple": "Snapshot"
   },
   "view": true
  },
  "ListMiners": {
   "params": {},
   "returns": {
    "list": {
     "tuple": "MinerSummary"
    },
    "most": 32
   },
   "view": true
  },
  "GetPosition": {
   "params": {
    "token": "u64"
   },
   "returns": {
    "tuple": "PositionView"
   },
   "view": true
  },
  "GetAccount": {
   "params": {
    "account": "address"
   },
   "returns": {
    "tuple": "AccountView"
   },
   "view": true
  },
  "ListRequests": {
   "params": {
    "from": "u64",
    "limit": "uint"
   },
   "returns": {
    "tuple": "RequestPage"
   },
   "view": true
  }
 },
 "events": {
  "miner-custodied": {
   "fields": {
    "miner": "id",
    "owner": "id",
    "token": "u64",
    "principal": "amount",
    "legacy": "amount"
   },
   "optional": []
  },
  "miner-released": {
   "fields": {
    "miner": "id",
    "to": "id",
    "principal": "amount"
   },
   "optional": []
  },
  "room": {
   "fields": {
    "amount": "amount",
    "until": "epoch"
   },
   "optional": []
  },
  "deposit": {
   "fields": {
    "token": "u64",
    "owner": "id",
    "class": "uint",
    "amount": "amount",
    "coupon": "amount"
   },
   "optional": [
    "coupon"
   ]
  },
  "forward": {
   "fields": {
    "miner": "id",
    "amount": "amount"
   },
   "optional": []
  },
  "harvest": {
   "fields": {
    "miner": "id",
    "withdrawn": "amount",
    "reward": "amount",
    "principal": "amount",
    "vesting": "amount",
    "available": "signed",
    "recovered": "amount",
    "legacy": "amount",
    "fees": "amount",
    "tip": "amount",
    "caller": "id",
    "coupon": "amount"
   },
   "optional": [
    "coupon"
   ]
  },
  "recall": {
   "fields": {
    "miner": "id",
    "withdrawn": "amount",
    "reward": "amount",
    "principal": "amount",
    "vesting": "amount",
    "available": "signed",
    "recovered": "amount",
    "legacy": "amount",
    "fees": "amount",
    "tip": "amount",
    "caller": "id",
    "coupon": "amount"
   },
   "optional": [
    "coupon"
   ]
  },
  "loss": {
   "fields": {
    "miner": "id",
    "loss": "amount",
    "withheld": "amount",
    "junior": "amount",
    "senior": "amount"
   },
   "optional": []
  },
  "reward-claimed": {
   "fields": {
    "account": "id",
    "amount": "amount",
    "fees": "amount",
    "recipient": "id"
   },
   "optional": []
  },
  "transfer": {
   "fields": {
    "token": "u64",
    "from": "id",
    "to": "id",
    "earned": "amount"
   },
   "optional": []
  },
  "split": {
   "fields": {
    "token": "u64",
    "owner": "id",
    "part": "u64",
    "amount": "amount"
   },
   "optional": []
  },
  "merge": {
   "fields": {
    "token": "u64",
    "owner": "id",
    "part": "u64"
   },
   "optional": []
  },
  "burn": {
   "fields": {
    "token": "u64",
    "owner": "id",
    "earned": "amount"
   },
   "optional": []
  },
  "proposal-created": {
   "fields": {
    "proposal": "u64",
    "proposer": "id",
    "token": "u64",
    "kind": "uint"
   },
   "optional": []
  },
  "proposal-executed": {
   "fields": {
    "proposal": "u64",
    "kind": "uint"
   },
   "optional": []
  },
  "proposal-cancelled": {
   "fields": {
    "proposal": "u64",
    "kind": "uint"
   },
   "optional": []
  },
  "vote": {
   "fields": {
    "proposal": "u64",
    "voter": "id",
    "choice": "uint",
    "weight": "amount"
   },
   "optional": []
  },
  "relayed": {
   "fields": {
    "account": "id",
    "relayer": "id",
    "method": "u64",
    "nonce": "u64",
    "fee": "amount"
   },
   "optional": []
  },
  "migrated": {
   "fields": {
    "to": "id",
    "amount": "amount",
    "miners": "uint"
   },
   "optional": []
  },
  "inherited": {
   "fields": {
    "from": "id"
   },
   "optional": []
  },
  "operator-proposed": {
   "fields": {
    "operator": "id",
    "from": "epoch"
   },
   "optional": []
  },
  "operator-changed": {
   "fields": {
    "operator": "id",
    "former": "id",
    "paid": "amount"
   },
   "optional": []
  },
  "junior-converted": {
   "fields": {
    "token": "u64",
    "owner": "id",
    "amount": "amount"
   },
   "optional": []
  },
  "flag": {
   "fields": {
    "miner": "id",
    "sector": "u64",
    "expires": "epoch"
   },
   "optional": []
  },
  "leaving": {
   "fields": {
    "operator": "id"
   },
   "optional": []
  },
  "fee": {
   "fields": {
    "fee": "uint",
    "bps": "uint"
   },
   "optional": []
  },
  "sweep": {
   "fields": {
    "amount": "amount"
   },
   "optional": []
  },
  "exit-now": {
   "fields": {
    "token": "u64",
    "owner": "id",
    "amount": "amount",
    "discount": "amount"
   },
   "optional": []
  },
  "redemption-requested": {
   "fields": {
    "request": "u64",
    "owner": "id",
    "token": "u64",
    "amount": "amount"
   },
   "optional": []
  },
  "redemption-cancelled": {
   "fields": {
    "request": "u64",
    "owner": "id",
    "token": "u64"
   },
   "optional": []
  },
  "redemption-finalized": {
   "fields": {
    "request": "u64",
    "owner": "id",
    "amount": "amount",
    "left": "number256"
   },
   "optional": []
  },
  "redemption-claimed": {
   "fields": {
    "request": "u64",
    "owner": "id",
    "amount": "amount"
   },
   "optional": []
  }
 }
} as const satisfies WireSchema;
