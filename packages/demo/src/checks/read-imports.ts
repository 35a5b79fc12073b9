import type { EventStore } from "@audit/store";
import { type ChecksImport, checksImport, type DemoAction, importsId } from "./checks-import.ts";

/** Gives what was imported, in order. */
export async function readImports(store: EventStore<DemoAction>): Promise<ChecksImport[]> {
  const imports: ChecksImport[] = [];
  for await (const event of store.read(importsId))
    if (event.known && event.action === checksImport.name) imports.push(event.metadata);
  return imports;
}
