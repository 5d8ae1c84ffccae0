import { SignIn } from '../sign_in.js';

export default function Page() {
  return <SignIn />;
}
