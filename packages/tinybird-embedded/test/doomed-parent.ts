import type { ChildProcess } from "node:child_process";
import diagnostics from "node:diagnostics_channel";

// A parent that ends in the way that a test tells it, at any moment: even before it has started a server.
let disconnects = false;
let server: ChildProcess | undefined;

process.on("message", (way) => {
  switch (way) {
    case "exit":
      return process.exit(7);
    case "abort":
      return process.abort();
    case "throw":
      return void setImmediate(() => {
        throw new Error("thrown by the test");
      });
    case "disconnect":
      disconnects = true;
      if (server !== undefined) disconnect(server);
  }
});

diagnostics.subscribe("child_process", (message) => {
  // Node's documentation gives the message this shape.
  const { process: child } = message as { readonly process: ChildProcess };
  setImmediate(() => {
    server = child;
    process.send?.("forked");
    if (disconnects) disconnect(child);
  });
});

function disconnect(child: ChildProcess): void {
  child.disconnect();
  // Only a server that ends lets this process end. Not its `ended`: Node emits no `close` after a disconnect.
  child.once("exit", () => process.exit(0));
}

// Not at the top: the test may speak before these modules are there.
const { startTinybird } = await import("../src/start-tinybird.ts");
const tinybird = await startTinybird({ project: process.argv[2] ?? "" });
process.send?.("listening");
await tinybird.ended;
process.exit(0);
