/** A person as events of Open edX describe them, in Avro. */
export const USER_DATA = {
  name: 'UserData',
  type: 'record',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'is_active', type: 'boolean' },
    {
      name: 'pii',
      type: {
        name: 'UserPersonalData',
        type: 'record',
        fields: [
          { name: 'username', type: 'string' },
          { name: 'email', type: 'string' },
          { name: 'name', type: 'string' },
        ],
      },
    },
  ],
} as const;
