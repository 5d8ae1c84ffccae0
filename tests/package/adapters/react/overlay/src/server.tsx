// The page as a server makes it.
import { createAuth } from 'docgate';
import { renderToString } from 'react-dom/server';
import { Page } from './Page';

export const made = () => {
  const auth = createAuth({
    provider: { id: 'oidc', issuer: 'https://id.example.com' },
    clientId: 'demo-oidc',
    redirectUri: '/callback',
  });
  return renderToString(<Page auth={auth} />);
};
