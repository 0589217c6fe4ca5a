/** How a further node is opened and closed from outside. */
export interface FurtherNodes {
  /** A node on a free port, under the host name localhost, so that neither host nor port is the first one's. */
  open(options: { gateway: boolean }): Promise<{ rpc: string; ws: string }>;
  /** False when there is no such node; the first one stays. */
  close(rpc: string): Promise<boolean>;
}
