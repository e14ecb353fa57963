/** What a user of this pipeline edits. */

/** Where people come from, of the version whose answers `api.ts` reads. @see https://randomuser.me/documentation */
export const api = {
  url: 'https://randomuser.me/api/1.4/',
  /** The same seed gives the same people, page by page: a page that is fetched again brings nobody new. */
  seed: 'caudal',
  /** The API gives no more in an answer. */
  most: 5_000,
  /** It takes pages up to this one. */
  pages: 10_000,
};

/** Who is younger when registering raises an alert, in years: the age of consent of Article 8 of the GDPR. */
export const ageOfConsent = 16;

/** More people of one domain than this in a minute raise an alert. */
export const mostOfADomain = 10;

/** Domains of nobody, of which all people of the API are. @see https://www.rfc-editor.org/rfc/rfc2606#section-3 */
export const exampleDomains: readonly string[] = ['example.com', 'example.net', 'example.org'];

/** An alert is raised when more than this share of a minute's people are generated, and there are at least so many of them. */
export const generatedShare = { most: 0.5, people: 10 };
