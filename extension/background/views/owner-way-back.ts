import type { Books } from "../../../actor/abi/rules/books.ts";
import { coverOf } from "../../../actor/abi/rules/release.ts";
import { amountOf, epochOf, say } from "../../../wallet/phrase.ts";
import type { OwnerView } from "../../shared/owner-views.ts";

/** Is the way back of miners open: liquid principal has covered the seniors and all junior requests for long enough. */
export function wayBackOf(books: Books): OwnerView["miners"][number]["release"] {
  const cover = coverOf(books);
  switch (cover.state) {
    case "notCovered":
      return { open: false, text: say("release.notCovered", { missing: amountOf(cover.missing) }) };
    case "waits":
      return { open: false, text: say("release.waits", { epoch: epochOf(cover.opens) }) };
    case "open":
      return { open: true, text: say("release.open") };
  }
}
