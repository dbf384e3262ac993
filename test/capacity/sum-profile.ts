/** A CPU profile, summed by what the time was spent for. */

/** As V8 writes it: times are microseconds. */
export interface CpuProfile {
  nodes: readonly ProfileNode[];
  samples: readonly number[];
  timeDeltas: readonly number[];
}

interface ProfileNode {
  id: number;
  callFrame: { functionName: string; url: string };
  children?: readonly number[];
}

export interface Share {
  module: string;
  /** Microseconds. */
  self: number;
}

/** Names of files and packages, to what a reader knows them as; the first that fits. */
const names: readonly (readonly [RegExp, string])[] = [
  [/onnxruntime/, "Silero: ONNX runtime"],
  [/agents-plugin-silero/, "Silero: the plugin"],
  [/@livekit\/local-inference/, "end-of-turn model"],
  [/@livekit\/agents\/dist\/(?:vad|stream)/, "Silero: agents' VAD stream"],
  [/@livekit\/agents\/dist\/stt/, "agents' STT stream"],
  [/@livekit\/agents\/dist\/(?<part>[^/.]+)/, "agents: $<part>"],
  [/@livekit\/rtc-node/, "rtc-node"],
  [/\/node_modules\/ws\//, "WebSocket (ws)"],
  [/\/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//, "$<name>"],
  [/\/machines\//, "machines (the chart)"],
  [/\/src\/(?<folder>[^/]+)\/[^/]*$/, "src/$<folder>"],
  [/\/src\/(?<folder>[^/]+)\//, "src/$<folder>"],
  [/\/src\/[^/]+\.ts/, "src"],
  [/\/test\/capacity\//, "callers and lines"],
  [/^node:internal\/webstreams/, "Node: web streams"],
  [/^node:internal\/deps\/undici/, "Node: fetch (undici)"],
  [
    /^node:internal\/(?:timers|process\/task_queues|async_hooks|async_local_storage)/,
    "Node: timers and tasks",
  ],
  [/^node:(?:_http|http)/, "Node: HTTP"],
  [/^node:(?:internal\/)?(?:net|stream|streams|tls|stream_base)/, "Node: sockets and streams"],
  [/^node:/, "Node: the rest"],
];

/** Of V8's own entries, those that are no work of a module's. */
const ofV8: Readonly<Record<string, string>> = {
  "(garbage collector)": "garbage collection",
  "(program)": "native code outside of JavaScript",
  "(root)": "native code outside of JavaScript",
};

/** Native functions count for who called them. Idle time is left out. Most first. */
export function sumProfile({ nodes, samples, timeDeltas }: CpuProfile): Share[] {
  const modules = new Map<number, string | undefined>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const name = (node: ProfileNode, above: string | undefined): void => {
    const { functionName, url } = node.callFrame;
    const own =
      functionName === "(idle)" ? undefined : (ofV8[functionName] ?? (url === "" ? above : moduleOf(url)));
    modules.set(node.id, own);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) name(child, own);
    }
  };
  const root = nodes[0];
  if (root) name(root, undefined);
  const sums = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const module = modules.get(id);
    if (module !== undefined) sums.set(module, (sums.get(module) ?? 0) + (timeDeltas[index + 1] ?? 0));
  }
  return [...sums]
    .map(([module, self]) => ({ module, self }))
    .toSorted((one, other) => other.self - one.self);
}

function moduleOf(url: string): string {
  for (const [pattern, replacement] of names) {
    const found = pattern.exec(url);
    if (found) return found[0].replace(pattern, replacement);
  }
  return url;
}
