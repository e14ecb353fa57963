import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRandom } from '../../core/producer/random.ts';
import { type ApiPerson, makePerson } from '../../pipelines/users/person.ts';

/** How the server behaves at a request. */
export type Behaviour =
  /** As the API does. */
  | 'people'
  /** 429, to come again in a second. */
  | 'busy'
  /** 500, with the API's own error. */
  | 'down'
  /** 200 and the API's error. */
  | 'sorry'
  /** Nothing, ever. */
  | 'hang'
  /** The connection is cut within the answer. */
  | 'cut'
  /** A page for people. */
  | 'page'
  /** JSON that breaks off. */
  | 'broken'
  /** More than anybody wants. */
  | 'endless';

/** People asked for without a number, as the API has it; asked for more than this, it gives one. */
const MOST = 5_000;

/** A server that answers as the API of randomuser.me does, or as it is told. On loopback, on a free port. */
export class RandomuserServer {
  /** What was asked, in order. */
  readonly asked: URLSearchParams[] = [];
  /** One a request, the last for all that follow. */
  behaviours: readonly Behaviour[] = ['people'];
  /** Gives everybody these people, whatever seed and page. @default by seed and page, as the API does */
  people: readonly object[] | undefined;
  readonly #server = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    this.asked.push(searchParams);
    this.#answer(
      this.behaviours[Math.min(this.asked.length, this.behaviours.length) - 1] ?? 'people',
      searchParams,
      response,
    );
  });

  /** Starts one. */
  static async start(): Promise<RandomuserServer> {
    const server = new RandomuserServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** Where people are asked for. */
  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/1.4/`);
  }

  /** Begins anew: nothing was asked, and it behaves like this. */
  behave(...behaviours: readonly Behaviour[]): void {
    this.asked.length = 0;
    this.behaviours = behaviours;
  }

  /** Stops it, and cuts what hangs. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(behaviour: Behaviour, asked: URLSearchParams, response: ServerResponse): void {
    const json = (status: number, body: unknown, headers = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
        .end(JSON.stringify(body));
    switch (behaviour) {
      case 'people':
        return void json(200, this.#peopleOf(asked));
      case 'busy':
        return void json(429, { error: 'too many requests' }, { 'retry-after': '1' });
      case 'down':
        return void json(500, { error: 'Uh oh, something has gone wrong. Please tweet us about the issue.' });
      case 'sorry':
        return void json(200, { error: 'Uh oh, something has gone wrong. Please tweet us about the issue.' });
      case 'hang':
        return;
      case 'cut':
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9000' });
        response.write(JSON.stringify(this.#peopleOf(asked)).slice(0, 500), () => response.destroy());
        return;
      case 'page':
        return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in to the network</h1>');
      case 'broken':
        return void response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify(this.#peopleOf(asked)).slice(0, -9));
      case 'endless':
        pour(response, JSON.stringify(this.#peopleOf(asked)));
    }
  }

  /** A number that the API does not take gives one person; the same seed and page give the same people. */
  #peopleOf(asked: URLSearchParams): { results: readonly object[]; info: object } {
    const wanted = Number(asked.get('results') ?? 1);
    const results = wanted >= 1 && wanted <= MOST ? wanted : 1;
    const [seed, page] = [asked.get('seed') ?? 'none', Number(asked.get('page') ?? 1)];
    const random = createRandom('randomuser.me', seed, page);
    const made = (): ApiPerson => makePerson(random);
    return {
      results: this.people ?? Array.from({ length: results }, made),
      info: { seed, results, page, version: '1.4' },
    };
  }
}

/** Writes text again and again, as fast as it is taken, until nobody takes it any more. */
function pour(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = (): void => {
    while (!response.destroyed && response.write(text));
  };
  response.on('drain', more);
  more();
}
