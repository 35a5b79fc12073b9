declare module "lz4js" {
  /** Gives how many bytes a frame has at most when it is read. */
  export function decompressBound(frame: Uint8Array): number;
  export function decompress(frame: Uint8Array, maxSize?: number): Uint8Array;
}
