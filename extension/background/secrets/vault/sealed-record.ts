import type { Sealed } from "../../settings/book.ts";
import type { Vault } from "./vault.ts";

/** The vault's one record for what is private but no key, as those who keep the book see it. */
export const sealedBook = (vault: Vault): Sealed => ({
  isOpen: () => vault.isOpen(),
  read: async () => (await vault.list("book"))[0]?.value,
  change: (act) =>
    vault.inTurn("book", async () => {
      const [record] = await vault.list("book");
      const { next, result } = act(record?.value);
      await vault.change({ put: [{ kind: "book", id: record?.id ?? vault.newRecordId(), realm: "*", value: next }] });
      return result;
    }),
});
