import { isUtf8 } from "node:buffer";
import { readBytes, unpackFile } from "../ingest/read-body.ts";
import { RequestError } from "../request-error.ts";

/** The formats that a file may be in. */
const formats = ["csv", "ndjson"] as const;

export type UploadFormat = (typeof formats)[number];

/** A file with rows, unpacked, and what the request says about it. */
export interface Upload {
  readonly format: UploadFormat;
  /** UTF-8. */
  readonly file: Buffer;
  /** Gives the value of a parameter of the query string or the form. */
  readonly parameter: (name: string) => string | undefined;
}

/**
 * Reads a file from a request: the field `csv` or `ndjson` of a multipart form, or the body as it stands.
 *
 * @throws {RequestError} 400 if there is none, it is not UTF-8, the form is broken, or an import from a URL or of
 *   another format is asked for; 413 past the limit.
 */
export async function readUpload(request: Request, limit: number): Promise<Upload> {
  const query = new URL(request.url).searchParams;
  const type = request.headers.get("content-type") ?? "";
  // Before the body: what is refused anyway is not read.
  refuseUrl(query.get("url"));
  const asked = formatOf(query.get("format"));
  const body = await readBytes(request, limit);
  if (!/^multipart\//i.test(type)) {
    if (/x-www-form-urlencoded/i.test(type)) {
      refuseUrl(/^url=/.test(body.toString("latin1", 0, 4)) ? "url" : null);
    }
    const parameter = (name: string) => query.get(name) ?? undefined;
    return { format: asked ?? "csv", file: await textFile(body, limit), parameter };
  }
  const form = await readForm(body, type);
  const parameter = (name: string) => query.get(name) ?? fieldOf(form, name) ?? undefined;
  refuseUrl(fieldOf(form, "url"));
  const files = formats.flatMap((name) => form.getAll(name).map((value) => ({ name, value })));
  const [first] = files;
  if (first === undefined || files.length > 1) {
    throw new RequestError(
      400,
      `Cannot read the form as it must have one field with a file, csv or ndjson: current value is ${files.length}`,
    );
  }
  const { name, value } = first;
  const bytes = typeof value === "string" ? Buffer.from(value) : await bytesOf(value);
  // The vendor's SDK calls the field `csv` whatever the file is.
  const format = asked ?? formatOf(fieldOf(form, "format")) ?? name;
  return { format, file: await textFile(bytes, limit), parameter };
}

function refuseUrl(url: string | null): void {
  if (url === null) return;
  throw new RequestError(
    400,
    "Cannot import from a URL as this server fetches nothing: send the file, as the field csv or ndjson of a multipart form",
  );
}

function formatOf(asked: string | null): UploadFormat | undefined {
  if (asked === null || asked === "") return undefined;
  const format = formats.find((each) => each === asked.toLowerCase());
  if (format !== undefined) return format;
  throw new RequestError(400, `Cannot read this format as it must be ${formats.join(" or ")}`);
}

async function readForm(body: Buffer, type: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), {
      headers: { "content-type": type },
    }).formData();
  } catch (cause) {
    throw new RequestError(400, "Cannot read the body as it must be a whole multipart form", {
      cause,
    });
  }
}

function fieldOf(form: FormData, name: string): string | null {
  const value = form.get(name);
  return typeof value === "string" ? value : null;
}

async function bytesOf(file: Blob): Promise<Buffer> {
  return Buffer.from(await file.arrayBuffer());
}

async function textFile(bytes: Buffer, limit: number): Promise<Buffer> {
  const file = await unpackFile(bytes, limit);
  if (!isUtf8(file)) throw new RequestError(400, "Cannot read the file as it must be UTF-8 text");
  return file;
}
