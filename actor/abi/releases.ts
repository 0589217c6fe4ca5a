/** Code of owner actors that this repository built: whoever runs `npm run build` at that version gets the same bytes. */

/** Version → CID of its Wasm. `npx tsx scripts/build-actor.ts --record` writes the line of the present version, here and in docs/actor.md. */
export const RELEASES: Readonly<Record<string, string>> = {
  "0.1.0": "bafk2bzacedrmaszbhjxswjszdsnrlu3qjtjkuhrevf6bhuj2x6dx2uox6m7do",
};

/** The version whose code has a CID, or null: unknown code can do anything with what it owns. */
export function releaseOf(codeCid: string): string | null {
  return Object.entries(RELEASES).find(([, cid]) => cid === codeCid)?.[0] ?? null;
}
