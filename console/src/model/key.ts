/** An aggregation key, said in words. */
export function keyLabel(key: string): string {
  return key.startsWith("CUSTOMER#") ? `Customer ${key.slice(9)}` : key.startsWith("PRODUCT#") ? `Product ${key.slice(8)}` : "All orders";
}
