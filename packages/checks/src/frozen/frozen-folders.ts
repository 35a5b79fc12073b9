import { join } from "node:path";

/** Where frozen files are. */
export interface FrozenFolders {
  readonly schemas: string;
  readonly samples: string;
}

/** Gives where the frozen files of the built-in actions are, below the root of a checkout. */
export function frozenFolders(root = ""): FrozenFolders {
  return {
    schemas: join(root, "packages/events/etc/actions"),
    samples: join(root, "packages/events/fixtures"),
  };
}
