import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Fault } from "./fault.ts";
import type { WholeAnswer } from "./forward.ts";

/** A request at the proxy, and what can be done with it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the proxy stops. */
  readonly signal: AbortSignal;
  /** Reads the body to its end. */
  read(): Promise<void>;
  /** Has it carried out, and gives the answer. */
  carryOut(): Promise<WholeAnswer>;
  /** Has nobody listen for so many ms. */
  refuse(ms: number): Promise<void>;
}

const spaceEvery = 50;

/** Treats a request as a fault says; without one it goes through. */
export async function commitFault(fault: Fault | undefined, exchange: Exchange): Promise<void> {
  const { request, response, signal } = exchange;
  switch (fault?.kind) {
    case undefined:
      return answer(response, await exchange.carryOut());
    case "refused":
      request.socket.resetAndDestroy();
      return exchange.refuse(fault.ms);
    case "reset_before":
      request.socket.resetAndDestroy();
      return;
    case "reset_after":
      await exchange.carryOut();
      request.socket.resetAndDestroy();
      return;
    case "429":
      await exchange.read();
      return fail(response, 429, rateHeaders(fault));
    case "500":
    case "503":
      await (fault.isCarriedOut ? exchange.carryOut() : exchange.read());
      return fail(response, Number(fault.kind));
    case "late":
      await exchange.read();
      await wait(fault.ms, undefined, { signal });
      return answer(response, await exchange.carryOut());
    case "slow": {
      const whole = await exchange.carryOut();
      await wait(fault.ms, undefined, { signal });
      return answer(response, whole);
    }
    case "half_answer": {
      const { status, headers, body } = await exchange.carryOut();
      response.writeHead(status, { ...headers, "content-length": body.length });
      response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
      return;
    }
    case "wrong_json": {
      const { headers } = await exchange.carryOut();
      return answer(response, { status: 200, headers, body: Buffer.from('{"rows":"many"}') });
    }
    case "endless": {
      const { status, headers, body } = await exchange.carryOut();
      response.writeHead(status, headers).write(body.subarray(0, -1));
      while (!response.destroyed) {
        await wait(spaceEvery, undefined, { signal });
        response.write(" ");
      }
    }
  }
}

function answer(response: ServerResponse, { status, headers, body }: WholeAnswer): void {
  response.writeHead(status, { ...headers, "content-length": body.length }).end(body);
}

function fail(response: ServerResponse, status: number, headers = {}): void {
  const body = JSON.stringify({ error: `${status}, as the plan says` });
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

function rateHeaders({ retryAfter, reset }: Fault & { kind: "429" }): Record<string, string> {
  return {
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    ...(reset !== undefined && {
      "x-ratelimit-limit": "100",
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(reset),
    }),
  };
}
