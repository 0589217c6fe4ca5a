import type { Answer, Call } from "./kinds.ts";
import type { Scene } from "./scene.ts";
import type { Host, Liar } from "./two-faced-nodes.ts";

/** Lies that fit together: a node that tells one story whatever it is asked. */

export interface Story {
  readonly name: string;
  tell(scene: Scene, call: Call, answer: Answer): Answer | Promise<Answer>;
}

/** Every question about one actor is answered with what another one is; the names in the answer are the first one's again. */
function mistaken(name: string, pairOf: (scene: Scene) => readonly (readonly [string, string])[]): Story {
  return {
    name,
    tell: async (scene, { method, params }, answer) => {
      const pairs = pairOf(scene);
      const asked = JSON.stringify(params);
      if (!pairs.some(([from]) => asked.includes(`"${from}"`))) return answer;
      const swap = (text: string, list: typeof pairs): string => list.reduce((all, [from, to]) => all.replaceAll(`"${from}"`, `"${to}"`), text);
      const said = await scene.nodes.truth({ method, params: JSON.parse(swap(asked, pairs)) as unknown });
      // An id is what the question is for.
      return method === "StateLookupID"
        ? said
        : (JSON.parse(
            swap(
              JSON.stringify(said),
              pairs.map(([from, to]) => [to, from] as const),
            ),
          ) as Answer);
    },
  };
}

/** Every state is one of some epochs ago, while the head is the present one's. */
const older = (name: string, epochs: number): Story => ({
  name,
  tell: async ({ nodes }, call, answer) => {
    if (!call.method.startsWith("State") || !Array.isArray(call.params)) return answer;
    const at = (call.params as unknown[]).findIndex(isKey);
    if (at === -1) return answer;
    const head = await nodes.truth({ method: "ChainHead", params: [] });
    const { Height } = head.result as { Height: number };
    const { result } = await nodes.truth({ method: "ChainGetTipSetByHeight", params: [Height - epochs, null] });
    const params = (call.params as unknown[]).with(at, (result as { Cids: unknown }).Cids);
    return nodes.truth({ ...call, params });
  },
});
const isKey = (param: unknown): boolean =>
  Array.isArray(param) && param.length > 0 && param.every((one) => typeof one === "object" && one !== null && "/" in one);

/** The whole chain as it was some epochs ago. */
const behind = (name: string, epochs: number): Story => ({
  name,
  tell: async ({ nodes }, { method }, answer) => {
    if (method !== "ChainHead") return answer;
    const { Height } = answer.result as { Height: number };
    return nodes.truth({ method: "ChainGetTipSetByHeight", params: [Height - epochs, null] });
  },
});

const everyOne = (name: string, methods: RegExp, lie: (answer: Answer) => Answer): Story => ({
  name,
  tell: (_scene, { method }, answer) => (methods.test(method) ? lie(answer) : answer),
});

const ids = { operator: "t0100", holder: "t0101", third: "t0102", stranger: "t0103" } as const;

export const STORIES: readonly Story[] = [
  mistaken("the miner is another one", ({ miner, worker }) => [[miner, worker.devnet.miners[1]?.address as string]]),
  mistaken("the holder is a stranger", ({ holder, stranger }) => [
    [holder, stranger],
    [ids.holder, ids.stranger],
  ]),
  mistaken("the operator is a stranger", ({ operator, stranger }) => [
    [operator, stranger],
    [ids.operator, ids.stranger],
  ]),
  mistaken("the operator and the holder are one", ({ operator, holder }) => [
    [holder, operator],
    [ids.holder, ids.operator],
  ]),
  mistaken("the owner actor is a miner", ({ actor, miner }) => (actor === "" ? [] : [[actor, miner]])),
  mistaken("the owner actor is an account", ({ actor }) => (actor === "" ? [] : [[actor, ids.stranger]])),
  older("every state is twelve epochs old", 12),
  behind("the head is three epochs old", 3),
  behind("the head is thirty epochs old", 30),
  everyOne("no blocks are given", /^ChainReadObj$/, () => ({ error: { code: -32601, message: "method 'Filecoin.ChainReadObj' not found" } })),
  everyOne("there is nobody and nothing", /^State(GetActor|LookupID|MinerInfo|AccountKey|ReadState)$/, () => ({ result: null })),
  everyOne("every dry run ends well", /^StateCall$/, (answer) => (isRun(answer) ? { result: succeeded(answer.result) } : answer)),
  everyOne("nothing is on its way", /^Mpool/, () => ({ result: 0 })),
  everyOne("it refuses everything", /./, () => ({ error: { code: 1, message: "not today" } })),
];

interface Run {
  MsgRct: { ExitCode: number };
}
const isRun = (answer: Answer): answer is { result: Run } => typeof answer.result === "object" && answer.result !== null && "MsgRct" in answer.result;
const succeeded = (run: Run): Run => ({ ...run, MsgRct: { ...run.MsgRct, ExitCode: 0 } });

/** One node tells the story, and the other does not; or each does at every other question. */
export function teller(scene: Scene, story: Story, who: Host | "inTurn"): Liar {
  let questions = 0;
  return (call, answer, host) => {
    const lies = who === "inTurn" ? (host === "first") === (questions++ % 2 === 0) : host === who;
    return lies ? story.tell(scene, call, answer) : answer;
  };
}
