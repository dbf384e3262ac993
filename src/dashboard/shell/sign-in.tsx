import { Alert, Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { ApiProblem, postJson } from "#src/dashboard/api/get.ts";
import { Brand } from "./brand.tsx";
import { ColorScheme } from "./color-scheme.tsx";

export function SignIn() {
  const client = useQueryClient();
  const password = useRef<HTMLInputElement>(null);
  const signIn = useMutation({
    mutationFn: (form: { email: string; password: string }) => postJson("/api/auth/sign-in/email", form),
    onSuccess: () => client.resetQueries(),
    onError: () => password.current?.select(),
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    signIn.mutate({ email: textOf(form, "email"), password: textOf(form, "password") });
  };
  return (
    <main className="sign-in">
      <div className="sign-in-head">
        <Brand />
        <ColorScheme />
      </div>
      <form className="sign-in-card" onSubmit={submit}>
        <h1>Sign in</h1>
        <p className="soft">to see your emergency line&apos;s calls as they happen.</p>
        {signIn.error && (
          <Alert color="red" variant="outline" role="alert" className="alert-danger">
            {wordsFor(signIn.error)}
          </Alert>
        )}
        <TextInput
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          required
          size="md"
          withAsterisk={false}
        />
        <PasswordInput
          ref={password}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          size="md"
          withAsterisk={false}
          visibilityToggleButtonProps={{ "aria-label": "Show the password", tabIndex: 0 }}
        />
        <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </form>
    </main>
  );
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

const wordsFor = (error: Error): string =>
  error instanceof ApiProblem && error.status === 401
    ? "Email and password do not belong together. Check both; whoever runs EMA can set a new password."
    : error.message;
