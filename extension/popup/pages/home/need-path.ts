import type { Reply } from "../../../shared/messages.ts";

type Need = Reply<"home.get">["needs"][number];

/** Where a thing that needs the user leads inside the app; undefined for backups, which are done on the page of secrets. */
export function needPath({ target }: Pick<Need, "target">): string | undefined {
  const id = encodeURIComponent(target.id);
  switch (target.page) {
    case "takeover":
      return `/miners/${id}/take-over`;
    case "activity":
      return `/activity/${id}`;
    case "miner":
      return `/miners/${id}`;
    case "position":
      return target.id.includes("/") ? `/positions/${target.id}` : "/positions";
    case "approval":
      return `/approval/${id}`;
    case "network":
      return "/networks";
    case "owner":
      return `/owners/${id}`;
    case "backup":
      return undefined;
  }
}
