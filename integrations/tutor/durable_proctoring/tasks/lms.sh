# durable-proctoring: the account with which Studio and the service call each other
./manage.py lms manage_user {{ DURABLE_PROCTORING_USERNAME }} {{ DURABLE_PROCTORING_USERNAME }}@openedx --staff --unusable-password
./manage.py lms create_dot_application \
  --grant-type client-credentials \
  --client-id {{ DURABLE_PROCTORING_OAUTH2_ID }} \
  --client-secret {{ DURABLE_PROCTORING_OAUTH2_SECRET }} \
  --update durable-proctoring {{ DURABLE_PROCTORING_USERNAME }}
{% if DURABLE_PROCTORING_TAKES_ALL_COURSES -%}
./manage.py lms waffle_flag --create --everyone course_apps.exams_ida
{%- endif %}
