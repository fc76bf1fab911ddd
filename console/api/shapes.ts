import type { components } from '../../clients/typescript/schema.ts';

type Schemas = components['schemas'];

/** An attempt on a board; its instants are epoch milliseconds. */
export type Row = Schemas['Row'];
export type Learner = Row['learner'];
export type Counts = Schemas['BoardCounts'];
export type ExamBoard = Schemas['ExamBoard'];
export type ExamOfBoard = ExamBoard['exam'];
export type BoardGroup = ExamBoard['groups'][number];
export type TodayExam = Schemas['Today'][number];
export type Me = Schemas['Me'];
export type StaffTimeline = Schemas['StaffTimeline'];
export type Step = StaffTimeline['steps'][number];
export type EffectOfAttempt = StaffTimeline['effects'][number];
export type Gap = StaffTimeline['connection_gaps'][number];
export type AttemptReviews = Schemas['AttemptReviews'];
export type ReviewOfQueue = Schemas['ReviewQueue']['reviews'][number];
export type OnboardingOverview = Schemas['OnboardingOverview'];
export type ExamConfiguration = Schemas['ExamConfiguration'];
export type BackendHealth = Schemas['Backends'][number];
export type SavedView = Schemas['SavedViews']['views'][number];
export type CourseView = Schemas['CourseView'];
export type EffectOfPage = Schemas['EffectPage']['effects'][number];
export type ActOfPage = Schemas['ActPage']['acts'][number];

export type Note = Schemas['StaffNote'];

export type Allowance = Schemas['CourseAllowance'];
export type AllowancePlan = Schemas['AllowancePlan'];
/** An exam for which something can be granted. */
export type GrantableExam = Schemas['AllowancePage']['exams'][number];

export type ActAnswer = Schemas['ActAnswer'];
export type BulkAct = Schemas['BulkAct'];
export type BulkPreview = Schemas['BulkPreview'];
/** How an act can be taken back, until when in epoch milliseconds. */
export type Undo = NonNullable<ActAnswer['undo']>;

/** What the calls answer, by the name of the shape. */
export type Answers = Schemas;
