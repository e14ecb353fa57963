import { createRandom } from '../../../../core/producer/random.ts';
import { type ApiPerson, makePerson } from '../../../../pipelines/users/person.ts';

/** A person as the API's documentation gives one. */
export const jennie: ApiPerson = {
  ...makePerson(createRandom('jennie')),
  gender: 'female',
  name: { title: 'Miss', first: 'Jennie', last: 'Nichols' },
  location: {
    ...makePerson(createRandom('jennie')).location,
    street: { number: 8929, name: 'Valwood Pkwy' },
    city: 'Billings',
    state: 'Michigan',
    country: 'United States',
    postcode: '63104',
  },
  email: 'Jennie.Nichols@example.com',
  login: {
    uuid: '7A0EED16-9430-4d68-901f-c0d4c1c3bf00',
    username: 'yellowpeacock117',
    password: 'addison',
    salt: 'sld1yGtd',
    md5: 'ab54ac4c0be9480ae8fa5e9e2a5196a3',
    sha1: 'edcf2ce613cbdea349133c52dc2f3b83168dc51b',
    sha256: '48df5229235ada28389b91e60a935e4f9b73eb4bdb855ef9258a1751f10bdc5d',
  },
  dob: { date: '1992-03-08T15:13:16.688Z', age: 30 },
  registered: { date: '2007-07-09T05:51:59.390Z', age: 14 },
  phone: '(272) 790-0888',
  picture: {
    large: 'https://randomuser.me/api/portraits/women/75.jpg',
    medium: 'https://randomuser.me/api/portraits/med/women/75.jpg',
    thumbnail: 'https://randomuser.me/api/portraits/thumb/women/75.jpg',
  },
  nat: 'US',
};

/** What the course's `format_data` makes of her, and the country. */
export const flatJennie = {
  id: '7a0eed16-9430-4d68-901f-c0d4c1c3bf00',
  first_name: 'Jennie',
  last_name: 'Nichols',
  gender: 'female',
  address: '8929 Valwood Pkwy, Billings, Michigan, United States',
  post_code: '63104',
  email: 'jennie.nichols@example.com',
  username: 'yellowpeacock117',
  dob: '1992-03-08T15:13:16.688Z',
  registered_date: '2007-07-09T05:51:59.390Z',
  phone: '(272) 790-0888',
  picture: 'https://randomuser.me/api/portraits/med/women/75.jpg',
  country: 'United States',
};
