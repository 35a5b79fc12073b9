import type { Tinybird } from "../src/index.ts";

/** An answer, its body read. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The body as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly json: any;
}

/** Calls a server over HTTP with its administrator's token, unless told another. */
export function client({ url, token: admin }: Pick<Tinybird, "url" | "token">) {
  const request = async (path: string, init: RequestInit = {}, token = admin): Promise<Answer> => {
    const headers = new Headers(init.headers);
    if (token !== "") headers.set("authorization", `Bearer ${token}`);
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    return {
      status: response.status,
      text,
      get json() {
        return JSON.parse(text);
      },
    };
  };
  return {
    request,
    append: (datasource: string, body: string, token?: string) =>
      request(`/v0/events?name=${datasource}&wait=true`, { method: "POST", body }, token),
    pipe: (name: string, parameters: Record<string, string> = {}, token?: string) =>
      request(`/v0/pipes/${name}.json?${new URLSearchParams(parameters)}`, {}, token),
    sql: (statement: string, token?: string) =>
      request(`/v0/sql?q=${encodeURIComponent(statement)}`, {}, token),
    /** The rows of a statement. */
    // biome-ignore lint/suspicious/noExplicitAny: as above
    rows: async (statement: string): Promise<any[]> => {
      const { status, text } = await request(`/v0/sql?q=${encodeURIComponent(statement)}`);
      if (status !== 200) throw new Error(text);
      return JSON.parse(text).data;
    },
  };
}
