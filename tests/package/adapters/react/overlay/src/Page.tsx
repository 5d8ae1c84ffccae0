// A page that a server makes as well, with two providers of one instance.
import type { Auth } from 'docgate';
import { AuthProvider, RequireAuth, SignedIn, SignedOut, useAuth } from 'docgate/react';
import { StrictMode } from 'react';

export const Page = ({ auth }: { readonly auth: Auth }) => (
  <StrictMode>
    <AuthProvider auth={auth}>
      <Status id="first" />
      <RequireAuth fallback={<p id="fallback">One moment</p>}>
        <p id="inside">For who is signed in</p>
      </RequireAuth>
    </AuthProvider>
    <AuthProvider auth={auth}>
      <Status id="second" />
    </AuthProvider>
  </StrictMode>
);

function Status({ id }: { readonly id: string }) {
  return (
    <p id={id}>
      {useAuth().status}
      <SignedIn> in</SignedIn>
      <SignedOut> out</SignedOut>
    </p>
  );
}
