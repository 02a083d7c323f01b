import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Router } from "wouter";
import { Problem } from "#api/problem.ts";
import { Announcer } from "#ui/announcer.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Gate } from "./gate.tsx";

/** Network errors are retried twice. An error of the API is not retried. */
const retry = (failures: number, error: Error) => !(error instanceof Problem) && failures < 2;

export function StaffApp() {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry } } }));
  return (
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <Router base="/staff">
          <Announcer />
          <ErrorBoundary>
            <Gate />
          </ErrorBoundary>
        </Router>
      </QueryClientProvider>
    </I18nProvider>
  );
}
