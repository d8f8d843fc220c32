--
-- PostgreSQL database dump
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email text NOT NULL,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE public.profiles (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    bio text,
    address text
);

CREATE TABLE public.workspaces (
    id bigint NOT NULL,
    slug text NOT NULL,
    plan text DEFAULT 'free'::text NOT NULL
);

CREATE TABLE public.members (
    workspace_id bigint NOT NULL,
    user_id bigint NOT NULL,
    role text NOT NULL
);

CREATE TABLE public.diagrams (
    id bigint NOT NULL,
    workspace_id bigint NOT NULL,
    created_by bigint,
    title text NOT NULL
);

CREATE TABLE public.revisions (
    diagram_id bigint NOT NULL,
    number integer NOT NULL,
    source text NOT NULL
);

ALTER TABLE public.users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE public.workspaces ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE public.diagrams ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
ALTER TABLE public.profiles ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);
ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_user_id_key UNIQUE (user_id);
ALTER TABLE ONLY public.workspaces
    ADD CONSTRAINT workspaces_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.workspaces
    ADD CONSTRAINT workspaces_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (workspace_id, user_id);
ALTER TABLE ONLY public.diagrams
    ADD CONSTRAINT diagrams_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT revisions_pkey PRIMARY KEY (diagram_id, number);

ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_workspace_id_fkey FOREIGN KEY (workspace_id)
    REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id)
    REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.diagrams
    ADD CONSTRAINT diagrams_workspace_id_fkey FOREIGN KEY (workspace_id)
    REFERENCES public.workspaces(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.diagrams
    ADD CONSTRAINT diagrams_created_by_fkey FOREIGN KEY (created_by)
    REFERENCES public.users(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.revisions
    ADD CONSTRAINT revisions_diagram_id_fkey FOREIGN KEY (diagram_id)
    REFERENCES public.diagrams(id) ON DELETE CASCADE;
