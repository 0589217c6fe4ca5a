/** FRC-42 numbers of the methods of other actors that this one calls or is called by. The generator's test recomputes them. */
export const CONSTRUCTOR: u64 = 1;
export const RECEIVE: u64 = 3726118371;
export const AUTHENTICATE_MESSAGE: u64 = 2643134072;
export const CREATE_MINER: u64 = 1173380165;
export const CHANGE_WORKER_ADDRESS: u64 = 3302309124;
export const CONFIRM_CHANGE_WORKER_ADDRESS: u64 = 2354970453;
export const CHANGE_PEER_ID: u64 = 1236548004;
export const CHANGE_MULTIADDRS: u64 = 1063480576;
export const WITHDRAW_BALANCE: u64 = 2280458852;
export const REPAY_DEBT: u64 = 3665352697;
export const CHANGE_OWNER_ADDRESS: u64 = 1010589339;
export const CHANGE_BENEFICIARY: u64 = 1570634796;
export const GET_BENEFICIARY: u64 = 4158972569;
export const GET_OWNER: u64 = 3275365574;
export const IS_CONTROLLING_ADDRESS: u64 = 348244887;
export const GET_AVAILABLE_BALANCE: u64 = 4026106874;
export const GET_VESTING_FUNDS: u64 = 1726876304;
export const GET_NOMINAL_SECTOR_EXPIRATION: u64 = 3010055991;
export const GET_PEER_ID: u64 = 2812875329;
export const INITIAL_PLEDGE: u64 = 3180523767;
export const MINER_POWER: u64 = 36284446;
/** Least exported number: below it stand methods that only built-in actors may call. */
export const FIRST_EXPORTED: u64 = 1 << 24;
