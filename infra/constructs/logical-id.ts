/** `payments-eu` → `PaymentsEu`: a name as CloudFormation's logical ids (letters and digits only) can hold it. */
export function logicalId(...names: readonly string[]): string {
  return names
    .join('-')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
