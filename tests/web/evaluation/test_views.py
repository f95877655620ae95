def test_list_without_specifications_says_so(office_data, client_as):
    page = client_as("council").get("/evaluation/").content.decode()
    assert page.count("Nothing is registered yet.") == 1
