import { QueryClient, useInfiniteQuery, useQuery, type InfiniteData, type UseQueryReturnType } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { isOfNetwork, type Body, type MessageName, type Reply } from "../shared/messages.ts";
import { ask, onChanged, shownNetwork, WorkerError, type Topic } from "./worker.ts";

/** Reads from the worker, kept while the page lives. Old figures stay on screen until newer ones are there. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: 0,
      staleTime: 2_000,
      gcTime: 600_000,
      refetchOnWindowFocus: true,
      networkMode: "always",
    },
  },
});

/** Which topics make a read stale, by the first part of its name. */
const TOPICS: Readonly<Record<string, readonly Topic[]>> = {
  home: ["accounts", "activity", "miners", "takeover", "owners", "positions", "networks", "wallet"],
  accounts: ["accounts", "networks", "wallet"],
  keys: ["accounts", "wallet"],
  address: ["accounts", "networks"],
  contacts: ["accounts", "networks", "activity"],
  networks: ["networks"],
  send: ["networks"],
  approvals: ["approvals", "networks", "wallet"],
  activity: ["activity", "networks"],
  miners: ["miners", "networks", "activity"],
  miner: ["miners", "networks", "activity"],
  takeover: ["takeover", "miners", "owners", "activity", "networks"],
  owners: ["owners", "networks", "activity"],
  owner: ["owners", "networks", "activity"],
  offer: ["owners", "networks", "activity"],
  positions: ["positions", "owners", "networks", "activity"],
  position: ["positions", "owners", "activity"],
  governance: ["positions", "owners", "networks", "activity"],
  queue: ["positions", "owners", "activity"],
};
const CHAIN_READS = [
  "home",
  "accounts",
  "networks",
  "activity",
  "miners",
  "miner",
  "takeover",
  "owners",
  "owner",
  "offer",
  "positions",
  "position",
  "governance",
  "queue",
];
/** A devnet may mine many epochs a second; figures follow the head at this pace. */
const HEAD_PACE_MS = 2_000;

let headWaiting = false;

function refresh(isStale: (group: string, failed: boolean) => boolean): void {
  void queries.invalidateQueries({
    predicate: ({ queryKey, state }) => typeof queryKey[0] === "string" && isStale(queryKey[0].split(".")[0] ?? "", state.status === "error"),
  });
}

/** Reads again what the worker says has changed. Started once a page. */
export function followWorker(): void {
  onChanged((topics) => {
    const named: readonly Topic[] = topics.filter((topic) => topic !== "head");
    if (named.length > 0) refresh((group) => (TOPICS[group] ?? []).some((topic) => named.includes(topic)));
    if (topics.includes("head") && !headWaiting) {
      headWaiting = true;
      setTimeout(() => {
        headWaiting = false;
        // A new head says that the node answers: what failed while it did not is asked again, so that no form stays shut.
        refresh((group, failed) => failed || CHAIN_READS.includes(group));
      }, HEAD_PACE_MS);
    }
  });
}

export interface ReadOptions {
  /** Ask at all; false while the body is not complete. */
  enabled?: MaybeRefOrGetter<boolean>;
  /** Ask again every so many milliseconds. */
  every?: number;
}

const isEqual = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((part, i) => part === b[i]);

/** What a read is kept under: its question, and the network it speaks of, so that one network's money never stands under another's name. */
function keyOf(name: MessageName, body: unknown): readonly unknown[] {
  if (!isOfNetwork(name)) return [name, body];
  const network = shownNetwork.value;
  return [name, body, network?.id ?? "", network?.genesis ?? ""];
}

/** A read of the worker as reactive state: `data`, `error` (WorkerError), `isFetching`, `refetch`. The last answer stays, on the same network. */
export function useRead<N extends MessageName>(name: N, body: MaybeRefOrGetter<Body<N>>, options: ReadOptions = {}): UseQueryReturnType<Reply<N>, WorkerError> {
  const key = computed(() => keyOf(name, toValue(body)));
  return useQuery<Reply<N>, WorkerError>({
    queryKey: key,
    queryFn: () => ask(name, toValue(body)),
    enabled: computed(() => toValue(options.enabled ?? true)),
    placeholderData: ((previous: Reply<N> | undefined, query: { queryKey: readonly unknown[] } | undefined) =>
      query !== undefined && isEqual(query.queryKey.slice(2), key.value.slice(2)) ? previous : undefined) as never,
    ...(options.every === undefined ? {} : { refetchInterval: options.every }),
  });
}

/** Messages page by page: all pages read so far, in their order, and the way to the next one. */
export function useActivity(list: MaybeRefOrGetter<"all" | "onTheWay" | "failed">) {
  return useInfiniteQuery<Reply<"activity.list">, WorkerError, InfiniteData<Reply<"activity.list">>, readonly unknown[], string | null>({
    queryKey: computed(() => keyOf("activity.list", { pagesOf: toValue(list) })),
    queryFn: ({ pageParam }) => ask("activity.list", { account: null, list: toValue(list), after: pageParam }),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
  });
}
