import type { LogOdds } from './log-odds.ts';
import type { LogisticModel } from './model.ts';

/** Logistic regression at work. What is not known counts as its mean, which adds nothing. */
export function logistic({ intercept, coefficients, means, deviations }: LogisticModel): LogOdds {
  const centres = Float64Array.from(means);
  const slopes = Float64Array.from(coefficients, (coefficient, index) => coefficient / Number(deviations[index]));
  return (row) => {
    let sum = intercept;
    for (let index = 0; index < row.length; index += 1) {
      const value = row[index] as number;
      if (!Number.isNaN(value)) sum += (slopes[index] as number) * (value - (centres[index] as number));
    }
    return sum;
  };
}
