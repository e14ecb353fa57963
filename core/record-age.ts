/** Age at which the event source mapping gives up a record that keeps failing, in hours. Nothing older is ever applied. */
export const MAX_RECORD_AGE_HOURS = 12;
