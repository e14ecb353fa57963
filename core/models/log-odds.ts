/** The log-odds of a row whose features stand in the order of the model's; NaN: not known. */
export type LogOdds = (row: Float64Array) => number;
