/** Code of owner actors that this repository built: whoever runs `npm run build` at that version gets the same bytes. */

/** Version → CID of its Wasm. `npx tsx scripts/build-actor.ts --record` writes the line of the present version, here and in docs/actor.md. */
export const RELEASES: Readonly<Record<string, string>> = {
  "0.1.0": "bafk2bzacebly77rrwgqof6ye6nutgumax2utg56giwms3uolhkrxagsc67sze",
};

/** The version whose code has a CID, or null: unknown code can do anything with what it owns. */
export function releaseOf(codeCid: string): string | null {
  return Object.entries(RELEASES).find(([, cid]) => cid === codeCid)?.[0] ?? null;
}
