import { decompress, decompressBound } from "lz4js";

/** A batch is at most some MB, which its topic says; more comes from a frame that is not what it says. */
const mostBytes = 256_000_000;

/** Reads batches that were compressed by lz4; nothing is written here. */
export const lz4Codec = {
  compress: () => Promise.reject(new TypeError("Cannot compress by lz4: batches are only read")),
  decompress: async (batch: Buffer): Promise<Buffer> => {
    const bytes = decompressBound(batch);
    if (!(bytes <= mostBytes)) {
      throw new RangeError(
        `Cannot read a batch by lz4 as it must have at most ${mostBytes} bytes when it is read`,
      );
    }
    return Buffer.from(decompress(batch, bytes));
  },
};
