/** CIDs of the genesis blocks of the public networks. Source: lotus build/genesis, StateNetworkName and ChainGetGenesis of public nodes. */

export const MAINNET_GENESIS = "bafy2bzacecnamqgqmifpluoeldx7zzglxcljo6oja4vrmtj7432rphldpdmm2";
export const CALIBRATION_GENESIS = "bafy2bzacecyaggy24wol5ruvs6qm73gjibs2l2iyhcqmvi7r7a4ph7zx3yqd4";
