import { avg, count, distinct } from '../../core/analysis/aggregate.ts';
import type { AnalysisDefinition } from '../../core/analysis/analysis.ts';
import type { User } from './event.ts';
import { ageOfConsent, exampleDomains, generatedShare, mostOfADomain } from './settings.ts';

/** Of 400 years of the Gregorian calendar, the mean. */
const YEAR_MS = 365.2425 * 86_400_000;

/** Whole years from birth to registration. */
export const ageAtRegistration = ({ dob, registered_date }: User): number =>
  Math.floor((Date.parse(registered_date) - Date.parse(dob)) / YEAR_MS);

const domainOf = ({ email }: User): string => email.slice(email.lastIndexOf('@') + 1);

const generated = count<User>(({ source }) => (source === 'generated' ? true : undefined));

/** People by country, over all and by e-mail domain, minute by minute; and what about them is worth a look. */
export const analysis: AnalysisDefinition<User> = {
  latenessSeconds: 60,
  // A fetch that died half way is done again within the hour, with the same people: they count once.
  dedupeSeconds: 3_600,
  windows: [
    {
      name: 'people_per_country',
      kind: 'tumbling',
      sizeSeconds: 60,
      aggregates: { people: count(), generated, age_avg: avg(ageAtRegistration) },
    },
    {
      name: 'people_per_minute',
      kind: 'tumbling',
      sizeSeconds: 60,
      scope: 'stream',
      groupBy: () => 'all',
      aggregates: { people: count(), generated, countries: distinct(({ country }) => country) },
    },
    {
      name: 'people_per_domain',
      kind: 'tumbling',
      sizeSeconds: 60,
      scope: 'stream',
      where: (user) => !exampleDomains.includes(domainOf(user)),
      groupBy: domainOf,
      aggregates: { people: count() },
    },
  ],
  rules: [
    {
      name: 'registered-under-age',
      kind: 'threshold',
      severity: 'info',
      where: (user) => ageAtRegistration(user) < ageOfConsent,
      values: (user) => ({ age: ageAtRegistration(user), username: user.username, country: user.country }),
      message: ({ first_name, last_name, email, country }, { age }) =>
        `${first_name} ${last_name} (${email}) of ${country} was ${age} when registering, under ${ageOfConsent}`,
    },
    {
      name: 'many-of-a-domain',
      kind: 'window',
      window: 'people_per_domain',
      when: ({ values }) => Number(values.people) > mostOfADomain,
      message: ({ group, values }) => `${values.people} people of ${group} within a minute, over ${mostOfADomain}`,
    },
    {
      name: 'mostly-generated',
      kind: 'window',
      window: 'people_per_minute',
      on: 'final',
      when: ({ values }) =>
        Number(values.people) >= generatedShare.people &&
        Number(values.generated) > generatedShare.most * Number(values.people),
      message: ({ values }) => `${values.generated} of ${values.people} people within a minute are made up by Caudal`,
    },
  ],
};
