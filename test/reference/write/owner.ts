/** Writes the owner actor's scenarios, with its code as the sources have it now, into the folder named: npm run test:reference does it. */
import { resolve } from "node:path";
import { withMiners } from "./owner-miners.ts";
import { withoutMiners } from "./owner-positions.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("expected the folder to write to; got none");
for (const [name, script] of Object.entries({ ...withoutMiners(), ...withMiners() })) script.write(resolve(folder), name);
