import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import type { FrozenFiles } from "../frozen/frozen-files.ts";
import { frozenFolders } from "../frozen/frozen-folders.ts";

/**
 * Reads the frozen files of a checkout as they are in a commit; before the first was frozen there are
 * none.
 *
 * @throws Error where the checkout has no such commit, as a shallow one may not
 */
export async function frozenFilesAt(root: string, commit: string): Promise<FrozenFiles> {
  const git = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", args, { cwd: root, maxBuffer: 2 ** 26 });
    return stdout;
  };
  const id = await git(
    ...["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^{commit}`],
  ).catch((cause: unknown) => {
    throw new Error(`Cannot read "${commit}" as it must be a commit of this checkout`, { cause });
  });
  const readFolder = async (folder: string) => {
    const list = await git("ls-tree", "-r", "-z", "--name-only", id.trim(), "--", `${folder}/`);
    const paths = list.split("\0").filter((path) => path !== "");
    const texts = await Promise.all(
      paths.map(
        async (path) => [basename(path), await git("show", `${id.trim()}:./${path}`)] as const,
      ),
    );
    return new Map(texts);
  };
  const { schemas, samples } = frozenFolders();
  return { schemas: await readFolder(schemas), samples: await readFolder(samples) };
}
